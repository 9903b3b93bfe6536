package io.breakwater.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories that are made for a server and removed with it. */
final class Directories {

  private Directories() {}

  /** Creates a temporary directory that only its owner may read: configurations hold secrets. */
  static Path createTemporary() {
    try {
      return Files.createTempDirectory("breakwater-broker-");
    } catch (IOException e) {
      throw new BrokerException("cannot create a temporary directory: " + e.getMessage(), e);
    }
  }

  static void write(Path file, String text) {
    try {
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
