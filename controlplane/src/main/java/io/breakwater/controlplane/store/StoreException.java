package io.breakwater.controlplane.store;

import org.jspecify.annotations.Nullable;

/** The store did not do what it was asked for. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean unknown;

  StoreException(String message, boolean unknown, @Nullable Throwable cause) {
    super(message, cause);
    this.unknown = unknown;
  }

  /** Returns if a write may have been done all the same: its answer did not come. */
  public boolean outcomeUnknown() {
    return unknown;
  }
}
