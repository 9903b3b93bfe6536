package io.breakwater.controlplane.contract;

import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of things. An id is a key of a bucket, so it has letters, digits, {@code _ = -} and single
 * dots inside; a token is one part of a subject, so it has no dots.
 */
public final class Ids {
  /** The longest id; a message id adds an attempt and an outcome, and has at most 256. */
  public static final int LONGEST = 200;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_=-]+([.][A-Za-z0-9_=-]+)*");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** 128 bits: two ids are never the same by chance. */
  private static final int RANDOM_BYTES = 16;

  private Ids() {}

  /** Returns a new id of a job. */
  public static String job(RandomGenerator random) {
    return "j-" + random(random);
  }

  /** Returns a new id of a run. */
  public static String run(RandomGenerator random) {
    return "r-" + random(random);
  }

  private static String random(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns if the text may name a job, a workflow or a run. */
  public static boolean isId(String text) {
    return text.length() <= LONGEST && ID.matcher(text).matches();
  }

  /** Returns if the text may be a topic or name a worker. */
  public static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  /** Returns the text as a token: what a token cannot have becomes {@code -}. */
  public static String toToken(String text) {
    String token = text.replaceAll("[^A-Za-z0-9_-]", "-");
    return token.length() > 64 ? token.substring(token.length() - 64) : token;
  }

  static String checkedId(@Nullable String text, String field) {
    String id = Check.present(text, field);
    if (!isId(id)) {
      throw new ContractException(
          field + ": expected 1 to " + LONGEST + " letters, digits, _ = - or single dots inside");
    }
    return id;
  }

  static String checkedToken(@Nullable String text, String field) {
    String token = Check.present(text, field);
    if (!isToken(token)) {
      throw new ContractException(field + ": expected 1 to 64 letters, digits, _ or -");
    }
    return token;
  }
}
