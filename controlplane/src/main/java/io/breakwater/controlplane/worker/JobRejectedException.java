package io.breakwater.controlplane.worker;

/** Thrown by a handler for a job that no other attempt would do: it ends FAILED at once. */
public final class JobRejectedException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param reason what is wrong with the job, for its owner
   */
  public JobRejectedException(String reason) {
    super(reason);
  }
}
