package io.breakwater.lab.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedArchiveTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path directory;
  private Path jar;
  private Path cache;
  private JvmCommand hello;

  @BeforeEach
  void makeJar() throws Exception {
    jar = directory.resolve("hello.jar");
    cache = directory.resolve("cache").resolve("deep");
    String file = HelloMain.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        InputStream bytes =
            Objects.requireNonNull(HelloMain.class.getClassLoader().getResourceAsStream(file))) {
      entries.putNextEntry(new ZipEntry(file));
      bytes.transferTo(entries);
    }
    hello = new JvmCommand(List.of(jar), HelloMain.class.getName(), List.of(), 64, null, List.of());
  }

  @Test
  void anArchiveIsMadeOnce_andItsClassesComeFromIt() throws Exception {
    Path archive = SharedArchive.prepare(cache, hello, LIMIT).orElseThrow();
    FileTime made = Files.getLastModifiedTime(archive);

    assertThat(SharedArchive.prepare(cache, hello, LIMIT)).hasValue(archive);

    assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);
    assertThat(cached()).containsExactly(archive);
    assertThat(JvmCommandTest.output(hello.withSharedArchive(archive))).isEqualTo("hello\n");
    assertThat(
            JvmCommandTest.output(
                hello.withSharedArchive(archive).withOption("-Xlog:class+load:stdout")))
        .contains(HelloMain.class.getName() + " source: shared objects file (top)");
  }

  @Test
  void aTrainingRunThatDoesNotEnd_isTerminated_andStillArchived() throws Exception {
    JvmCommand waiting =
        new JvmCommand(
            List.of(jar), HelloMain.class.getName(), List.of("600000"), 64, null, List.of());

    assertThat(SharedArchive.prepare(cache, waiting, Duration.ofSeconds(4))).isPresent();
  }

  @Test
  void aStaleOrBrokenArchive_isIgnoredWithoutAWord() throws Exception {
    Path archive = SharedArchive.prepare(cache, hello, LIMIT).orElseThrow();
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    Path garbage = Files.write(directory.resolve("garbage.jsa"), new byte[100_000]);
    Path missing = directory.resolve("missing.jsa");

    for (Path unfit : List.of(archive, garbage, missing)) {
      assertThat(JvmCommandTest.output(hello.withSharedArchive(unfit))).isEqualTo("hello\n");
    }
    assertThat(SharedArchive.prepare(cache, hello, LIMIT).orElseThrow()).isNotEqualTo(archive);
  }

  @Test
  void aClassPathWithADirectory_hasNoArchive() throws Exception {
    JvmCommand withDirectory =
        new JvmCommand(
            List.of(jar, directory), HelloMain.class.getName(), List.of(), 64, null, List.of());

    assertThat(SharedArchive.prepare(cache, withDirectory, LIMIT)).isEmpty();
  }

  @Test
  void aCacheThatCannotBeWritten_isNoError() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    assertThat(SharedArchive.prepare(file.resolve("cache"), hello, LIMIT))
        .isEqualTo(Optional.empty());
  }

  private List<Path> cached() throws IOException {
    try (var files = Files.list(cache)) {
      return files.toList();
    }
  }
}
