package io.breakwater.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {
  @TempDir Path parent;

  @Test
  void sweep_removesWhatTheDeadLeftBehind_andNothingElse() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path left = Files.createDirectory(parent.resolve("breakwater-broker-pid" + gone.pid() + "-1a"));
    Files.writeString(left.resolve("server.conf"), "port: 4222");
    Path own =
        Files.createDirectory(
            parent.resolve("breakwater-broker-pid" + ProcessHandle.current().pid() + "-2b"));
    Path stranger = Files.createDirectory(parent.resolve("other-pid" + gone.pid() + "-3c"));
    Path nobodys = Files.createDirectory(parent.resolve("breakwater-broker-123"));
    Path file = Files.createFile(parent.resolve("breakwater-storm-pid" + gone.pid() + "-4d"));
    Path link =
        Files.createSymbolicLink(
            parent.resolve("breakwater-storm-pid" + gone.pid() + "-5e"), stranger);

    Directories.sweep(parent);

    assertThat(left).doesNotExist();
    assertThat(parent.toFile().listFiles())
        .extracting(it -> it.toPath())
        .containsExactlyInAnyOrder(own, stranger, nobodys, file, link);
  }

  @Test
  void aTemporaryDirectory_isNamedAfterItsProcess() {
    Path made = Directories.createTemporary("test");
    try {
      assertThat(made.getFileName().toString())
          .startsWith("breakwater-test-pid" + ProcessHandle.current().pid() + "-");
      Directories.sweep(made.resolve(".."));
      assertThat(made).isDirectory();
    } finally {
      Directories.remove(made);
    }
  }

  @Test
  void sweep_ofAFolderThatIsNotThere_isNoFailure() {
    Directories.sweep(parent.resolve("missing"));
  }
}
