package io.breakwater.client;

import java.util.List;

/**
 * What a bus could not deliver before it was closed.
 *
 * @param undelivered the messages, in their order
 * @param indeterminate what was written and not confirmed
 * @param keptOnDisk how many messages are in the directory of the outbox, for the next process;
 *     they are not among {@code undelivered}
 */
public record CloseReport(
    List<Undelivered> undelivered, List<IndeterminateRange> indeterminate, long keptOnDisk) {

  /** Copies the lists. */
  public CloseReport {
    undelivered = List.copyOf(undelivered);
    indeterminate = List.copyOf(indeterminate);
  }

  /** Returns if everything was delivered. */
  public boolean complete() {
    return undelivered.isEmpty() && indeterminate.isEmpty() && keptOnDisk == 0;
  }
}
