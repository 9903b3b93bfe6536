package io.breakwater.policy;

/**
 * A policy that cannot be used. The message is one line for the person who wrote the policy: where,
 * which key, what was expected and what was found; never a secret. A program prints it and exits
 * with status 2.
 */
public final class PolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the line to show. */
  public PolicyException(String message) {
    super(message);
  }
}
