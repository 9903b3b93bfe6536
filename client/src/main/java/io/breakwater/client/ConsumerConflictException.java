package io.breakwater.client;

import java.util.List;

/** A durable consumer exists with another configuration than the bus was told. */
public final class ConsumerConflictException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param stream its stream
   * @param consumer its durable name
   * @param differences what differs, each as {@code key: told x, there y}
   */
  public ConsumerConflictException(String stream, String consumer, List<String> differences) {
    super(
        "consumer "
            + consumer
            + " of stream "
            + stream
            + ": exists with another configuration; "
            + String.join("; ", differences),
        null);
  }
}
