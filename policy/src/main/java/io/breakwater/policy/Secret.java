package io.breakwater.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A text that no log, no error and no report may show: {@link #toString()} masks it. */
public final class Secret {
  /** What stands in for a secret wherever one would be shown. */
  static final String MASK = "***";

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /**
   * Returns the text as a secret.
   *
   * @throws NullPointerException if {@code text} is null
   */
  public static Secret of(String text) {
    return new Secret(Objects.requireNonNull(text, "text"));
  }

  /** Returns the text itself, for the one place that hands it to the broker. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), secret.text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the same number for all: a hash that is logged would tell something of its text. */
  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return MASK;
  }
}
