package io.breakwater.controlplane.store;

import org.jspecify.annotations.Nullable;

/** The store did not do what it was asked for. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is known of what was asked for. */
  public enum Kind {
    /** It was not done. */
    NOT_DONE,
    /** No answer came: it may have been done. */
    UNKNOWN,
    /** It was not done, and never will be: the server takes no message of that size. */
    TOO_LARGE
  }

  private final Kind kind;

  StoreException(String message, Kind kind, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Returns what is known of what was asked for. */
  public Kind kind() {
    return kind;
  }
}
