package io.breakwater.broker;

import java.util.regex.Pattern;

/** How a server asks its clients who they are. No {@code toString} shows a secret. */
public sealed interface Authentication {

  /** The cost that NATS's own tool {@code mkpasswd} uses; about 130 ms of CPU per login. */
  int DEFAULT_BCRYPT_COST = 11;

  /** Everybody may connect. */
  record None() implements Authentication {}

  /**
   * One user with a password that stands in the configuration as it is.
   *
   * @param user the user's name, not empty
   * @param password the password; must not look like a bcrypt hash, which a server would take it
   *     for
   */
  record Password(String user, String password) implements Authentication {
    private static final Pattern BCRYPT_HASH = Pattern.compile("^\\$2[abxy]\\$\\d{2}\\$.*");

    /** Checks the password. */
    public Password {
      if (BCRYPT_HASH.matcher(password).matches()) {
        throw new IllegalArgumentException(
            "password of user " + user + " looks like a bcrypt hash: use Authentication.Bcrypt");
      }
    }

    @Override
    public String toString() {
      return "Password[user=" + user + "]";
    }
  }

  /**
   * One user with a password that stands in the configuration as a bcrypt hash.
   *
   * @param user the user's name, not empty
   * @param password the password in clear text, as clients send it
   * @param cost 4 to 31; each step doubles what one login costs the broker
   */
  record Bcrypt(String user, String password, int cost) implements Authentication {
    /** Checks the cost. */
    public Bcrypt {
      if (cost < 4 || cost > 31) {
        throw new IllegalArgumentException("bcrypt cost must be 4 to 31: " + cost);
      }
    }

    /** Creates one with the {@link #DEFAULT_BCRYPT_COST}. */
    public Bcrypt(String user, String password) {
      this(user, password, DEFAULT_BCRYPT_COST);
    }

    @Override
    public String toString() {
      return "Bcrypt[user=" + user + ", cost=" + cost + "]";
    }
  }

  /**
   * One token for all.
   *
   * @param token the token, not empty
   */
  record Token(String token) implements Authentication {
    @Override
    public String toString() {
      return "Token[]";
    }
  }

  /**
   * One user who proves to hold the private key.
   *
   * @param publicKey the user's public NKey, "U..."
   */
  record NKey(String publicKey) implements Authentication {}

  /**
   * One user or none as before, but nobody may publish to a subject.
   *
   * @param users {@link None}, {@link Password}, {@link Bcrypt} or {@link NKey}
   * @param subject may have wildcards
   */
  record Restricted(Authentication users, String subject) implements Authentication {
    /** Checks that the server can restrict such users. */
    public Restricted {
      if (users instanceof Token || users instanceof Raw || users instanceof Restricted) {
        throw new IllegalArgumentException(
            "a server cannot restrict " + users.getClass().getSimpleName());
      }
    }
  }

  /**
   * Whatever else the server knows: accounts, operator and resolver of JWT authentication.
   *
   * @param lines lines of server configuration, taken as they are
   */
  record Raw(String lines) implements Authentication {
    @Override
    public String toString() {
      return "Raw[" + lines.lines().count() + " lines]";
    }
  }
}
