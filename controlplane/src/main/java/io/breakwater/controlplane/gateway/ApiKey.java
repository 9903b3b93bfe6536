package io.breakwater.controlplane.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An API key as it is kept: by its hash. A key has 256 random bits, so a plain SHA-256 cannot be
 * searched, and a check costs a microsecond; a slow hash is for passwords that people choose.
 *
 * @param caller who has it
 * @param sha256 the hash of the key, 64 lower-case hexadecimal digits
 */
record ApiKey(Caller caller, String sha256) {
  /** What an id and a tenant look like. */
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final String PREFIX = "bwk_";
  private static final int RANDOM_BYTES = 32;

  /**
   * Checks the forms.
   *
   * @throws IllegalArgumentException if one is wrong; the message is one line
   */
  ApiKey {
    check("id", caller.keyId());
    check("tenant", caller.tenant());
    if (!HASH.matcher(sha256).matches()) {
      throw new IllegalArgumentException("expected a hash of 64 hexadecimal digits");
    }
  }

  private static void check(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s \"%s\": expected 1 to 64 letters, digits, dashes or underscores"
              .formatted(what, name));
    }
  }

  /** Returns a new key, as its owner gets it. */
  static String generate(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns the hash of a key. */
  static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns if that is the hash of this key; takes as long whatever the answer. */
  boolean matches(byte[] hash) {
    return MessageDigest.isEqual(HexFormat.of().parseHex(sha256), hash);
  }

  /** Returns the line of the file of keys. */
  String line() {
    return caller.keyId() + " " + caller.tenant() + " " + sha256;
  }
}
