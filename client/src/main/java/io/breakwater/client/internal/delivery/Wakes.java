package io.breakwater.client.internal.delivery;

/** Who has to be woken when something is published. */
interface Wakes {
  /** Something was held, or a lane has begun or ended. */
  void pump();

  /**
   * A message went to jnats; called for each, so it must be quick.
   *
   * @param length of its body
   */
  void published(Lane lane, long number, int length);
}
