package io.breakwater.policy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy that cannot be used. The message is for the person who wrote the policy, one line for
 * each mistake that was found: where, which key, what was expected and what was found; never a
 * secret. A program prints it and exits with status 2.
 */
public final class PolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable PolicyKey key;

  /** Makes one with the line to show, or with several. */
  public PolicyException(String message) {
    super(message);
    key = null;
  }

  /** Makes one for a key that is wrong by itself, whatever the others say. */
  PolicyException(PolicyKey key, String message) {
    super(message);
    this.key = key;
  }

  Optional<PolicyKey> key() {
    return Optional.ofNullable(key);
  }
}
