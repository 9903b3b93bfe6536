package io.breakwater.controlplane.store;

/** Is told who is active. Called on the lease's own thread, one call at a time. */
public interface LeaseListener {
  /**
   * This instance is the active one from now on.
   *
   * @param term counts up with each change of holder
   */
  void acquired(long term);

  /**
   * It is not any more.
   *
   * @param reason why, for people
   */
  void lost(String reason);
}
