package io.breakwater.client;

import java.util.List;

/** A stream exists with another configuration than the bus was told. It is left as it is. */
public final class StreamConflictException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param stream which stream
   * @param differences what differs, each as {@code key: told x, there y}
   */
  public StreamConflictException(String stream, List<String> differences) {
    super(
        "stream "
            + stream
            + ": exists with another configuration; "
            + String.join("; ", differences),
        null);
  }
}
