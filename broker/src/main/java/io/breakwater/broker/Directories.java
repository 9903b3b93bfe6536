package io.breakwater.broker;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files and directories that are made for servers, and removed with them. */
final class Directories {

  private static final FileAttribute<?>[] OWNER_ONLY =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
          }
          : new FileAttribute<?>[0];

  private Directories() {}

  /** Creates a temporary directory that only its owner may read: configurations hold secrets. */
  static Path createTemporary() {
    try {
      return Files.createTempDirectory("breakwater-broker-");
    } catch (IOException e) {
      throw new BrokerException("cannot create a temporary directory: " + e.getMessage(), e);
    }
  }

  /** Writes a file that only its owner may read, where the file system knows owners. */
  static void writePrivate(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.deleteIfExists(file);
      Files.createFile(file, OWNER_ONLY);
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new BrokerException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Removes a directory with all that is in it; nothing happens if it is not there. */
  static void remove(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new BrokerException("cannot remove " + directory + ": " + e.getMessage(), e);
    }
  }
}
