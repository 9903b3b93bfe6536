package io.breakwater.lab.pods;

/** The STATUS column of {@code kubectl get pods}. */
public enum PodState {
  /** Waiting for its turn to be launched. */
  CONTAINER_CREATING("ContainerCreating"),
  /** The process runs; ready or not. */
  RUNNING("Running"),
  /** The process ended with 0. */
  COMPLETED("Completed"),
  /** The process ended with another code, or by a signal. */
  ERROR("Error"),
  /** The process could not be started at all. */
  RUN_CONTAINER_ERROR("RunContainerError"),
  /** Ended, and waiting out the back-off. */
  CRASH_LOOP_BACK_OFF("CrashLoopBackOff"),
  /** Being deleted. */
  TERMINATING("Terminating");

  private final String text;

  PodState(String text) {
    this.text = text;
  }

  /** Returns the text that kubectl shows. */
  @Override
  public String toString() {
    return text;
  }
}
