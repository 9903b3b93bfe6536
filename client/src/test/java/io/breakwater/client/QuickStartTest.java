package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/client.md, compiled and run as they are printed. */
@Timeout(90)
class QuickStartTest {
  private static final Path PAGE = Path.of("..", "docs", "client.md");
  private static final Pattern PROGRAM =
      Pattern.compile("(?s)```java\n((?:(?!```).)*?public class (\\w+).*?)```");
  private static final Pattern POLICY = Pattern.compile("(?s)```yaml\n(.*?)```");

  @TempDir Path directory;

  @BeforeEach
  void copyFromThePage() throws IOException {
    String page = Files.readString(PAGE);
    Files.writeString(
        directory.resolve("breakwater.yaml"),
        POLICY.matcher(page).results().findFirst().orElseThrow().group(1));
    List<MatchResult> programs = PROGRAM.matcher(page).results().toList();
    assertThat(programs)
        .extracting(program -> program.group(2))
        .containsExactly("Hello", "Service");
    for (MatchResult program : programs) {
      compile(Files.writeString(directory.resolve(program.group(2) + ".java"), program.group(1)));
    }
  }

  @Test
  void program_saysHelloOnAFreshServer_andEnds() throws Exception {
    try (NatsServer server = NatsServer.start(ServerConfig.builder().jetStream().build());
        ChildJvm jvm = ChildJvm.startCompiled("Hello", directory, over(server.url(), 0))) {
      assertThat(jvm.exitCode()).isZero();
      assertThat(jvm.output().lines()).contains("hello");
    }
  }

  @Test
  void service_stays_andAnswers() throws Exception {
    int probePort = FreePorts.take();
    try (NatsServer server = NatsServer.start();
        ChildJvm jvm =
            ChildJvm.startCompiled("Service", directory, over(server.url(), probePort))) {
      await()
          .ignoreExceptions()
          .until(() -> Probes.ask("GET", probePort, "/readyz").statusCode() == 200);
      try (Bus asking = Bus.open(Policies.quick(server.url()).build())) {
        asking.started().toCompletableFuture().join();
        await()
            .ignoreExceptions()
            .untilAsserted(
                () ->
                    assertThat(
                            asking
                                .request("job.echo", new byte[] {7}, Duration.ofSeconds(2))
                                .toCompletableFuture()
                                .join()
                                .getData())
                        .containsExactly(7));
      }
      assertThat(jvm.isAlive()).isTrue();
      jvm.terminate();
      assertThat(jvm.exitCode()).isEqualTo(143);
      assertThat(jvm.output()).contains("bus: connection closed");
    } finally {
      FreePorts.giveBack(probePort);
    }
  }

  /** The variables win: the page's broker is this one here, and the probe port is free. */
  private static Map<String, String> over(String url, int probePort) {
    return Map.of(
        "BREAKWATER_NATS_SERVERS", url, "BREAKWATER_PROBES_PORT", Integer.toString(probePort));
  }

  private void compile(Path source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of("-proc:none", "-Xlint:all", "-Werror", "-d", directory.toString()),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(said.toString()).isTrue();
    }
  }
}
