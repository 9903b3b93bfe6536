package io.breakwater.controlplane.workflow;

/**
 * What is wrong with a definition.
 *
 * @param path where, such as {@code steps[2].dependsOn[0]}; empty for the whole
 * @param message what, and what was expected
 */
public record Problem(String path, String message) {
  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
