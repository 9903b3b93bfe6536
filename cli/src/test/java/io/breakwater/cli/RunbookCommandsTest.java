package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runbook names only what there is: commands, log texts, metrics. */
class RunbookCommandsTest {
  private static final Path CLIENT =
      Path.of("..", "client", "src", "main", "java", "io", "breakwater", "client");

  @TempDir static Path folder;

  private static String runbook = "";

  @BeforeAll
  static void plan() throws IOException {
    Path out = folder.resolve("plan");
    CliCall call =
        CliCall.run(
            ("plan --replicas 150 --servers 3 --connect-rate 15 --objective 30s"
                    + " --service orders=100 --service gateway=50 --out "
                    + out)
                .split(" "));
    assertThat(call.status()).as(call.err()).isZero();
    runbook = Files.readString(out.resolve("runbook.md"));
  }

  private static List<String> commands(String program) {
    return runbook.lines().filter(line -> line.startsWith(program + " ")).toList();
  }

  @Test
  void everyBreakwaterCommand_isOneThatTheProgramTakes() {
    List<String> commands = commands("breakwater");
    assertThat(commands)
        .anyMatch(line -> line.contains("drill cold-start"))
        .anyMatch(line -> line.contains("drill flap"))
        .anyMatch(line -> line.contains("drill storm"))
        .anyMatch(line -> line.contains("calibrate"))
        .anyMatch(line -> line.contains("audit"));
    assertThat(commands)
        .allSatisfy(
            line ->
                assertThatCode(() -> Main.commandLine().parseArgs(words(line)))
                    .as(line)
                    .doesNotThrowAnyException());
  }

  /** Returns the words after the program's name, without a redirection. */
  private static String[] words(String line) {
    String[] words = line.replaceFirst(" > \\S+$", "").split(" ", -1);
    return Arrays.copyOfRange(words, 1, words.length);
  }

  /** No cluster is needed to hear of a flag that does not exist: nobody listens on port 1. */
  @Test
  void everyKubectlCommand_isOneThatKubectlTakes() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/kubectl")), "kubectl is not installed");
    List<String> commands = commands("kubectl");
    assertThat(commands).hasSizeGreaterThan(8);
    for (String line : commands.stream().distinct().toList()) {
      String said = kubectl(line.replace("\"$NAMESPACE\"", "staging").replace("$NATS", "nats"));
      assertThat(said).as(line).contains("127.0.0.1:1").doesNotContain("unknown", "Usage");
    }
  }

  private static String kubectl(String line) throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(line.split(" ")), Stream.of("--server=http://127.0.0.1:1"))
                    .toList())
            .directory(folder.resolve("plan").toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(line).isTrue();
      return Files.readString(said);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void everyLogText_isOneThatTheClientWrites() throws IOException {
    String written =
        Files.readString(CLIENT.resolve("internal/LifecycleLog.java"))
            + Files.readString(CLIENT.resolve("StartupBudgetExceededException.java"));
    List<String> texts =
        Pattern.compile("`((?:bus: |failed to|nats not)[^`(]*)")
            .matcher(runbook)
            .results()
            .map(match -> match.group(1).strip())
            .distinct()
            .toList();
    assertThat(texts).hasSizeGreaterThan(6);
    assertThat(texts).allSatisfy(text -> assertThat(written).contains(text));
  }

  @Test
  void everyMetric_isOneThatTheClientHas() throws IOException {
    String metrics = Files.readString(CLIENT.resolve("BusMetrics.java"));
    List<String> names =
        Pattern.compile("breakwater_[a-z_]+")
            .matcher(runbook)
            .results()
            .map(match -> match.group().replaceFirst("_(seconds|total)$", "").replace('_', '.'))
            .distinct()
            .toList();
    assertThat(names).hasSizeGreaterThan(4);
    assertThat(names).allSatisfy(name -> assertThat(metrics).contains("\"" + name + "\""));
  }
}
