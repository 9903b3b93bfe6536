package io.breakwater.broker;

import java.nio.file.Path;

/** Where a server keeps its streams. */
public sealed interface Storage {

  /** No JetStream. */
  record None() implements Storage {}

  /** JetStream in the server's own temporary directory: survives restarts, removed on close. */
  record Temporary() implements Storage {}

  /**
   * JetStream in a given directory, which outlives the server.
   *
   * @param path the directory; created if missing
   */
  record Directory(Path path) implements Storage {}
}
