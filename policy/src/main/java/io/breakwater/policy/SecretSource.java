package io.breakwater.policy;

import java.nio.file.Path;
import java.util.Objects;

/** Where a secret comes from. Whoever connects reads it, anew each time, so that it can rotate. */
public sealed interface SecretSource {

  /**
   * The secret itself.
   *
   * @param secret masked in every text
   */
  record Inline(Secret secret) implements SecretSource {
    /**
     * Checks the argument.
     *
     * @throws NullPointerException if {@code secret} is null
     */
    public Inline {
      Objects.requireNonNull(secret, "secret");
    }
  }

  /**
   * A file whose text, without the white space around it, is the secret.
   *
   * @param path the file
   */
  record FromFile(Path path) implements SecretSource {
    /**
     * Checks the argument.
     *
     * @throws NullPointerException if {@code path} is null
     */
    public FromFile {
      Objects.requireNonNull(path, "path");
    }
  }
}
