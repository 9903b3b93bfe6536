package io.breakwater.cli;

/**
 * The id of a job or of a run, told apart by how it is written.
 *
 * @param text the id
 */
record WorkId(String text) {
  boolean isRun() {
    return text.startsWith("r-") && !text.contains(".");
  }

  /** Returns where the gateway has it. */
  String path() {
    return (isRun() ? "/runs/" : "/jobs/") + GatewayClient.encoded(text);
  }
}
