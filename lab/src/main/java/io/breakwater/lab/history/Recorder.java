package io.breakwater.lab.history;

import java.net.URI;

/**
 * Stands for the outside world: jobs of the topic {@code http} call it, so that an execution is
 * seen from outside of the control plane. Thread-safe.
 */
public final class Recorder implements AutoCloseable {
  private final URI uri;

  private Recorder(URI uri) {
    this.uri = uri;
  }

  /**
   * Starts to listen, on a free port of the loopback.
   *
   * @param history gets each execution
   */
  public static Recorder start(History history) {
    throw new UnsupportedOperationException("to come: " + history);
  }

  /** Returns where it listens, without a path. */
  public URI uri() {
    return uri;
  }

  /** Stops to listen, and cuts what is under way. */
  @Override
  public void close() {}
}
