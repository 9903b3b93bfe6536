package io.breakwater.client;

import io.nats.client.NUID;
import java.util.Objects;

/**
 * What a stream knows a message by: within its duplicate window it stores only the first of those
 * with the same id.
 *
 * @param value 1 to 256 visible ASCII characters
 */
public record MessageId(String value) {
  private static final int LONGEST = 256;

  /**
   * Checks the value.
   *
   * @throws NullPointerException if it is null
   * @throws IllegalArgumentException if it is empty, too long, or has other characters
   */
  public MessageId {
    Objects.requireNonNull(value, "value");
    if (value.isEmpty()
        || value.length() > LONGEST
        || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "a message id has 1 to " + LONGEST + " visible ASCII characters");
    }
  }

  /**
   * Returns an id.
   *
   * @throws IllegalArgumentException if the value is empty, too long, or has other characters
   */
  public static MessageId of(String value) {
    return new MessageId(value);
  }

  /** Returns an id that no other message has. */
  public static MessageId unique() {
    return new MessageId(NUID.nextGlobal());
  }

  @Override
  public String toString() {
    return value;
  }
}
