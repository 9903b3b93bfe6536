package io.breakwater.client;

/**
 * Messages of {@link Bus#publish} that may have been lost: they were written to a connection that
 * ended before the server had confirmed them. Every message that was lost with a connection lies in
 * a reported range; most of a range has usually arrived.
 *
 * @param first the number of the first of them, as {@link Bus#publish} returned it
 * @param last the number of the last of them, at least {@code first}
 */
public record IndeterminateRange(long first, long last) {

  /** Returns the upper bound of what was lost. */
  public long count() {
    return last - first + 1;
  }
}
