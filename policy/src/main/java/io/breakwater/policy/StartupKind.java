package io.breakwater.policy;

/** The startup policies, as the policy file names them. */
public enum StartupKind implements Named {
  /** One pass over the servers, then the process exits. */
  FAIL_FAST("fail-fast"),
  /** Attempts until the startup budget is spent. */
  RETRY_WITHIN_BUDGET("retry-within-budget"),
  /** Attempts without end. */
  RETRY_FOREVER("retry-forever"),
  /** An init container waits, within the startup budget. */
  WAIT_FOR_ENDPOINT("wait-for-endpoint");

  private final String text;

  StartupKind(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
