package io.breakwater.planner.audit;

import io.breakwater.planner.facts.JnatsDefaults;
import io.breakwater.policy.FleetSettings;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import io.breakwater.policy.SizeText;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of a plain jnats client, collected from properties and variables. What is not said
 * is what jnats does by default: a wait of 2 s, a jitter of 100 ms (1 s over TLS), a timeout of 2
 * s, 60 attempts per server, a buffer of 8 MiB.
 *
 * @see <a
 *     href="https://javadoc.io/doc/io.nats/jnats/latest/io/nats/client/Options.html">io.nats.client.Options</a>
 */
final class JnatsSettings {
  private static final int DEFAULT_MAX_ATTEMPTS = 60;
  private static final long DEFAULT_BUFFER = 8 << 20;

  /** A bare number under this is one of seconds: nobody waits 2 ms between attempts. */
  private static final long FEWEST_MILLIS = 100;

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}:]+:([^}]*)}");

  private final Map<Setting, Tree> values = new EnumMap<>(Setting.class);
  private boolean millis;

  /** Takes a value if its name is that of a setting. */
  void offer(String name, Tree value) {
    Optional<Setting> setting = Setting.of(name);
    if (setting.isPresent() && value.exists() && !text(value).isEmpty()) {
      values.put(setting.get(), value);
      millis |= name.matches("(?i).*(ms|millis)");
    }
  }

  /**
   * Returns the connection that the values describe; empty if they say only where the broker is.
   */
  Optional<Connection> connection(Subject subject) {
    boolean servers = values.containsKey(Setting.SERVERS);
    if (values.isEmpty() || (values.size() == 1 && servers)) {
      return Optional.empty();
    }
    String urls = value(Setting.SERVERS);
    Duration wait = duration(Setting.WAIT, JnatsDefaults.WAIT);
    Map<Setting, Place> places = new EnumMap<>(Setting.class);
    values.forEach((setting, value) -> places.put(setting, value.place()));
    return Optional.of(
        new Connection(
            subject,
            values.values().iterator().next().place(),
            Optional.empty(),
            new ReconnectSettings(
                ScheduleShape.JITTER,
                wait.isZero() ? Duration.ofMillis(1) : wait,
                duration(Setting.JITTER, JnatsDefaults.jitter(false)),
                duration(Setting.JITTER_TLS, JnatsDefaults.jitter(true)),
                ReconnectSettings.DEFAULTS.maxSpread(),
                ReconnectSettings.DEFAULTS.cap(),
                ReconnectSettings.DEFAULTS.lameDuckWindow(),
                OptionalInt.empty()),
            timeout(),
            Math.max(1, urls.split(",", -1).length),
            urls.contains("tls://") || urls.contains("wss://"),
            FleetSettings.DEFAULTS,
            maxAttempts(),
            buffer(),
            places,
            Optional.empty()));
  }

  private Duration timeout() {
    Duration timeout = duration(Setting.CONNECT_TIMEOUT, JnatsDefaults.CONNECT_TIMEOUT);
    return timeout.isZero() ? JnatsDefaults.CONNECT_TIMEOUT : timeout;
  }

  private OptionalInt maxAttempts() {
    String text = value(Setting.MAX_ATTEMPTS);
    if (text.matches("-\\d+")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(text.matches("\\d{1,9}") ? Integer.parseInt(text) : DEFAULT_MAX_ATTEMPTS);
  }

  private long buffer() {
    String text = value(Setting.BUFFER);
    return text.matches("\\d{1,15}")
        ? Long.parseLong(text)
        : SizeText.parse(text).orElse(DEFAULT_BUFFER);
  }

  private Duration duration(Setting setting, Duration otherwise) {
    String text = value(setting);
    boolean seconds = !millis && text.matches("\\d{1,9}") && Long.parseLong(text) < FEWEST_MILLIS;
    return Durations.parse(text, seconds ? Durations.SECONDS : Durations.MILLIS).orElse(otherwise);
  }

  private String value(Setting setting) {
    Tree value = values.get(setting);
    return value == null ? "" : text(value);
  }

  /** Returns a text with {@code ${NAME:default}} replaced by its default. */
  static String text(Tree value) {
    String text = value.text().strip();
    Matcher placeholder = PLACEHOLDER.matcher(text);
    return placeholder.matches() ? placeholder.group(1) : text.startsWith("${") ? "" : text;
  }

  /** Returns what a container's variables and arguments say. */
  static Optional<Connection> of(Container container) {
    JnatsSettings settings = new JnatsSettings();
    container
        .env()
        .forEach(
            (name, value) -> {
              if (name.matches("JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|JAVA_OPTS|_JAVA_OPTIONS")) {
                settings.offerWords(List.of(value.text().split("\\s+")), value);
              } else if (!name.startsWith("BREAKWATER_")) {
                settings.offer(name, value);
              }
            });
    container.wordTrees().forEach(word -> settings.offerWords(List.of(word.text()), word));
    return settings.connection(container.subject()).map(found -> found.inside(container));
  }

  private void offerWords(List<String> words, Tree tree) {
    for (String word : words) {
      Matcher property = Pattern.compile("(?:-D|--)([\\w.-]+)=(.*)").matcher(word);
      if (property.matches()) {
        offer(property.group(1), new Tree.Scalar(tree.place(), property.group(2), tree.place()));
      }
    }
  }

  /** Returns what the settings of a Spring application say. */
  static Optional<Connection> of(SpringSettings spring) {
    JnatsSettings settings = new JnatsSettings();
    spring
        .entries()
        .filter(entry -> !entry.path().startsWith("breakwater."))
        .forEach(entry -> settings.offer(entry.path(), entry.value()));
    return settings.connection(spring.subject());
  }
}
