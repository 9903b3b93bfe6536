package io.breakwater.client;

import org.jspecify.annotations.Nullable;

/** What a bus could not do. The message is one line, and says what and where. */
public abstract class BusException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BusException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
