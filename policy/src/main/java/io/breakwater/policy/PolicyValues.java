package io.breakwater.policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The texts that were given for the keys of a policy, and where each stands; reading one as a typed
 * value either succeeds or names that place. Keys without a text have their default.
 */
final class PolicyValues {
  static final String AUTO = "auto";
  static final String UNLIMITED = "unlimited";

  /** Nothing was given: the defaults. */
  static final PolicyValues DEFAULTS = new PolicyValues("defaults", Map.of());

  /**
   * One given text.
   *
   * @param origin the place, ready to lead an error: {@code breakwater.yaml:7: reconnect.wait}
   * @param items the text, or the texts of a list
   */
  record Given(String origin, List<String> items) {
    String text() {
      return String.join(",", items);
    }
  }

  /** For the keys that a policy must have. */
  private static final Map<PolicyKey, String> STAND_INS =
      Map.of(PolicyKey.SERVICE, "service", PolicyKey.NATS_SERVERS, "nats://server");

  private static final Pattern DECIMAL = Pattern.compile("\\d{1,12}(\\.\\d{1,12})?");
  private static final String DURATION = "a duration such as 2s or 500ms";
  private static final int LONGEST_ECHO = 60;

  private final String source;
  private final Map<PolicyKey, Given> given;

  PolicyValues(String source, Map<PolicyKey, Given> given) {
    this.source = source;
    this.given = new EnumMap<>(PolicyKey.class);
    this.given.putAll(given);
  }

  /**
   * Goes on without what was given for a key that is wrong, so that the rest can be read: with its
   * default, or with something in its place where it has none.
   *
   * @return false if nothing was changed
   */
  boolean leaveOut(PolicyKey key) {
    if (given.remove(key) != null && !STAND_INS.containsKey(key)) {
      return true;
    }
    String standIn = STAND_INS.get(key);
    return standIn != null && given.put(key, new Given(key.path(), List.of(standIn))) == null;
  }

  PolicyOrigins origins() {
    return PolicyOrigins.of(given);
  }

  boolean has(PolicyKey key) {
    return given.containsKey(key);
  }

  List<String> items(PolicyKey key) {
    return value(key).items();
  }

  String text(PolicyKey key) {
    String text = value(key).text();
    if (text.isBlank()) {
      throw expected(key, "a text");
    }
    return text;
  }

  Optional<String> optionalText(PolicyKey key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  Duration duration(PolicyKey key) {
    return DurationText.parse(value(key).text()).orElseThrow(() -> expected(key, DURATION));
  }

  Duration positiveDuration(PolicyKey key) {
    Duration duration = duration(key);
    if (duration.isZero()) {
      throw expected(key, DURATION + ", over zero");
    }
    return duration;
  }

  /** Returns the duration; empty if the text is the word that stands for none. */
  Optional<Duration> durationOr(String word, PolicyKey key) {
    return isWord(key, word) ? Optional.empty() : Optional.of(positiveDuration(key));
  }

  long size(PolicyKey key) {
    return SizeText.parse(value(key).text())
        .orElseThrow(() -> expected(key, "a size such as 8MiB or 512KiB"));
  }

  int count(PolicyKey key, int least, int most) {
    String text = value(key).text();
    OptionalLong number =
        text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    if (number.isEmpty() || number.getAsLong() < least || number.getAsLong() > most) {
      throw expected(key, "a whole number from %d to %d".formatted(least, most));
    }
    return (int) number.getAsLong();
  }

  OptionalInt countOr(String word, PolicyKey key, int least, int most) {
    return isWord(key, word) ? OptionalInt.empty() : OptionalInt.of(count(key, least, most));
  }

  boolean flag(PolicyKey key) {
    String text = value(key).text();
    if (!text.equals("true") && !text.equals("false")) {
      throw expected(key, "true or false");
    }
    return text.equals("true");
  }

  double share(PolicyKey key) {
    String text = value(key).text();
    double share = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : 0;
    if (!(share > 0 && share <= 1)) {
      throw expected(key, "a number over 0 and at most 1, such as 0.5");
    }
    return share;
  }

  OptionalDouble rateOrAuto(PolicyKey key) {
    if (isWord(key, AUTO)) {
      return OptionalDouble.empty();
    }
    String text = value(key).text();
    double rate = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : 0;
    if (!(rate > 0)) {
      throw expected(key, "auto or a number per second over 0, such as 14.5");
    }
    return OptionalDouble.of(rate);
  }

  <E extends Enum<E> & Named> E choice(PolicyKey key, Class<E> type) {
    String text = value(key).text();
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                expected(
                    key,
                    Arrays.stream(type.getEnumConstants())
                        .map(Named::text)
                        .collect(Collectors.joining(", ", "one of ", ""))));
  }

  /** Returns the error for a value that is not what was expected. */
  PolicyException expected(PolicyKey key, String what) {
    return wrong(key, expectation(key, what));
  }

  /** Returns the error for a value that is wrong by itself. */
  PolicyException wrong(PolicyKey key, String what) {
    return new PolicyException(key, value(key).origin() + ": " + what);
  }

  /** Returns the error for a value that is not what another one asks for. */
  PolicyException expectedBeside(PolicyKey key, String what) {
    return conflict(key, expectation(key, what));
  }

  /** Returns the error for a value that does not go with others. */
  PolicyException conflict(PolicyKey key, String what) {
    return new PolicyException(value(key).origin() + ": " + what);
  }

  private String expectation(PolicyKey key, String what) {
    String text = value(key).text();
    String got = key.secret() ? Secret.MASK : '"' + shown(text) + '"';
    return "expected %s, got %s".formatted(what, text.isEmpty() ? "nothing" : got);
  }

  private boolean isWord(PolicyKey key, String word) {
    return value(key).text().equals(word);
  }

  private Given value(PolicyKey key) {
    Given value = given.get(key);
    if (value != null) {
      return value;
    }
    return key.defaultText()
        .map(text -> new Given(key.path(), List.of(text)))
        .orElseThrow(
            () ->
                new PolicyException(
                    key,
                    "%s: %s: missing (or set %s)"
                        .formatted(source, key.path(), key.environmentVariable())));
  }

  /** Returns a text that fits on one line: what came from a file may be anything. */
  static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST_ECHO ? line : line.substring(0, LONGEST_ECHO) + "...";
  }
}
