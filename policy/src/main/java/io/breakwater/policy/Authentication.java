package io.breakwater.policy;

import java.nio.file.Path;
import java.util.Objects;

/** How a connection says who it is; one of these, never two. */
public sealed interface Authentication {

  /** Not at all, or through the user info of the server URLs. */
  record Anonymous() implements Authentication {}

  /**
   * A user and a password.
   *
   * @param user the user
   * @param password the password
   */
  record UserPassword(String user, SecretSource password) implements Authentication {
    /**
     * Checks the arguments.
     *
     * @throws NullPointerException if an argument is null
     */
    public UserPassword {
      Objects.requireNonNull(user, "user");
      Objects.requireNonNull(password, "password");
    }
  }

  /**
   * A token.
   *
   * @param token the token
   */
  record Token(SecretSource token) implements Authentication {
    /**
     * Checks the argument.
     *
     * @throws NullPointerException if {@code token} is null
     */
    public Token {
      Objects.requireNonNull(token, "token");
    }
  }

  /**
   * A NATS credentials file: a user JWT and its NKey seed.
   *
   * @param path the {@code .creds} file
   */
  record CredentialsFile(Path path) implements Authentication {
    /**
     * Checks the argument.
     *
     * @throws NullPointerException if {@code path} is null
     */
    public CredentialsFile {
      Objects.requireNonNull(path, "path");
    }
  }

  /**
   * An NKey.
   *
   * @param path the file that holds its seed
   */
  record NkeyFile(Path path) implements Authentication {
    /**
     * Checks the argument.
     *
     * @throws NullPointerException if {@code path} is null
     */
    public NkeyFile {
      Objects.requireNonNull(path, "path");
    }
  }
}
