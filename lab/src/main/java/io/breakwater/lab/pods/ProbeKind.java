package io.breakwater.lab.pods;

/** The three probes of a pod. */
public enum ProbeKind {
  /** Gates the other two; its failure restarts the container. */
  STARTUP("Startup"),
  /** Its verdict is the pod's readiness; it never restarts anything. */
  READINESS("Readiness"),
  /** Its failure restarts the container. */
  LIVENESS("Liveness");

  private final String text;

  ProbeKind(String text) {
    this.text = text;
  }

  /** Returns the word that kubelet events use, such as {@code Liveness}. */
  @Override
  public String toString() {
    return text;
  }
}
