package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the launcher builds, when it does not, and what a build that goes wrong leaves behind. */
@Tag("launcher")
class LauncherBuildTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;
  private LauncherCheckout checkout;

  @BeforeEach
  void machineWithMaven() throws IOException {
    checkout = new LauncherCheckout(folder).withMaven();
  }

  @Test
  void secondCall_isNotBuiltAndSaysNothing() throws Exception {
    var first = checkout.run();
    var second = checkout.run();

    assertThat(first.status()).isZero();
    assertThat(first.err()).contains("building Breakwater").hasLineCount(1);
    assertThat(second).isEqualTo(new LauncherCall.Result(0, first.out(), ""));
    assertThat(checkout.builds()).isOne();
  }

  @Test
  void editedSource_isBuiltEvenWithItsOldTime() throws Exception {
    assertThat(checkout.run().out()).startsWith("first edition\n");
    checkout.edit("first edition", "other edition");
    assertThat(checkout.run().out()).startsWith("other edition\n");
  }

  @Test
  void touchedSource_isNotBuilt() throws Exception {
    checkout.run();
    Files.setLastModifiedTime(checkout.root().resolve("pom.xml"), FileTime.from(Instant.now()));
    checkout.run();
    assertThat(checkout.builds()).isOne();
  }

  @Test
  void removedSource_isGoneFromTheProgram() throws Exception {
    Path extra = checkout.write("cli/src/main/java/Extra.java", "class Extra {}");
    assertThat(checkout.run("load", "Extra").status()).isZero();
    Files.delete(extra);
    assertThat(checkout.run("load", "Extra").err()).contains("ClassNotFoundException: Extra");
  }

  @Test
  void changedPom_isBuilt() throws Exception {
    checkout.run();
    checkout.write("cli/pom.xml", "<project>changed</project>");
    checkout.run();
    assertThat(checkout.builds()).isEqualTo(2);
  }

  @Test
  void changedTest_isNotBuilt() throws Exception {
    checkout.run();
    checkout.write("cli/src/test/java/NewTest.java", "class NewTest {}");
    checkout.run();
    assertThat(checkout.builds()).isOne();
  }

  @Test
  void failedBuild_saysWhereAndWhyAndIsTriedAgain() throws Exception {
    checkout.edit("first edition\"", "first edition");
    var failed = checkout.run("drill", "--help");
    var again = checkout.run("drill", "--help");
    checkout.edit("first edition", "first edition\"");
    var mended = checkout.run("drill", "--help");

    assertThat(failed.status()).isOne();
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .contains("the build failed, the whole log: " + checkout.root() + "/.breakwater/build.log")
        .contains("unclosed string literal")
        .doesNotContain("Re-run Maven");
    assertThat(again).isEqualTo(failed);
    assertThat(mended.status()).isZero();
  }

  @Test
  void failedBuild_doesNotRunTheProgramBuiltBefore() throws Exception {
    checkout.run();
    checkout.edit("first edition\"", "first edition");
    assertThat(checkout.run().out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void interruptedBuild_endsMavenAndLooksLikeNone(String signal, int status) throws Exception {
    checkout.with("MVN_WAITS_FOR", folder.resolve("never").toString());
    LauncherCall call = checkout.start();
    await().atMost(LIMIT).until(() -> checkout.builds() == 1);
    List<ProcessHandle> children = call.process().descendants().toList();
    call.signal(signal);

    assertThat(call.finish().status()).isEqualTo(status);
    await().atMost(LIMIT).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    checkout.without("MVN_WAITS_FOR");
    assertThat(checkout.run().out()).startsWith("first edition\n");
    assertThat(checkout.builds()).isEqualTo(2);
  }

  @Test
  void twoCallsAtOnce_buildOnce() throws Exception {
    Path go = folder.resolve("go");
    checkout.with("MVN_WAITS_FOR", go.toString());
    LauncherCall one = checkout.start();
    await().atMost(LIMIT).until(() -> checkout.builds() == 1);
    LauncherCall other = checkout.start();
    await().atMost(LIMIT).until(() -> other.err().contains("another call is building"));
    Files.createFile(go);

    assertThat(one.finish().out()).startsWith("first edition\n");
    assertThat(other.finish().out()).startsWith("first edition\n");
    assertThat(checkout.builds()).isOne();
  }

  @Test
  void editDuringABuild_isBuiltToo() throws Exception {
    Path go = folder.resolve("go");
    checkout.with("MVN_WAITS_FOR", go.toString());
    LauncherCall call = checkout.start();
    await().atMost(LIMIT).until(() -> checkout.builds() == 1);
    checkout.edit("first edition", "other edition");
    Files.createFile(go);

    assertThat(call.finish().out()).startsWith("other edition\n");
    assertThat(checkout.builds()).isEqualTo(2);
  }

  @Test
  void runningProgram_keepsItsJarsUntilItEnds() throws Exception {
    LauncherCall running = checkout.start("wait");
    await().atMost(LIMIT).until(() -> running.out().contains("args=wait"));
    checkout.edit("first edition", "second edition");
    checkout.run();
    assertThat(runtimes()).isEqualTo(2);

    running.process().getOutputStream().close();
    assertThat(running.finish().status()).isZero();
    checkout.edit("second edition", "third edition");
    checkout.run();
    assertThat(runtimes()).isOne();
  }

  private long runtimes() throws IOException {
    try (var all = Files.list(checkout.root().resolve(".breakwater/runtime"))) {
      return all.filter(runtime -> Files.exists(runtime.resolve("ready"))).count();
    }
  }
}
