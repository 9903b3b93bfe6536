package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, the POMs and Maven together: this very checkout, built unless it is fresh. */
@Tag("launcher")
class LauncherRealBuildTest {

  @Test
  void thisProject_isBuiltAndStarts(@TempDir Path folder) throws Exception {
    Path stdout = folder.resolve("stdout");
    Path stderr = folder.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(Path.of("..", "breakwater").toString(), "--version")
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    // Surefire tells which local repository the running build uses: nothing is fetched twice.
    Optional.ofNullable(System.getProperty("localRepository"))
        .ifPresent(path -> builder.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + path));

    int status = builder.start().waitFor();

    assertThat(status).as(Files.readString(stderr)).isZero();
    assertThat(Files.readString(stdout)).matches("breakwater \\d+\\.\\d+\\.\\d+\\S*\n");
  }
}
