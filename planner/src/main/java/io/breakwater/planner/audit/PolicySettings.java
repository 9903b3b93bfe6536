package io.breakwater.planner.audit;

import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.PolicyException;
import io.breakwater.policy.PolicyKey;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Breakwater policies: in a file of their own, in a ConfigMap, in variables, in Spring's settings.
 */
final class PolicySettings {
  private static final Pattern PLACED = Pattern.compile("(?s).*?:(\\d+): (.*)");

  private static final Map<PolicyKey, Setting> SETTINGS =
      Map.of(
          PolicyKey.NATS_SERVERS, Setting.SERVERS,
          PolicyKey.NATS_CONNECT_TIMEOUT, Setting.CONNECT_TIMEOUT,
          PolicyKey.RECONNECT_SHAPE, Setting.SHAPE,
          PolicyKey.RECONNECT_WAIT, Setting.WAIT,
          PolicyKey.RECONNECT_JITTER, Setting.JITTER,
          PolicyKey.RECONNECT_JITTER_TLS, Setting.JITTER_TLS,
          PolicyKey.RECONNECT_MAX_ATTEMPTS, Setting.MAX_ATTEMPTS,
          PolicyKey.BUFFER_CAPACITY, Setting.BUFFER);

  private PolicySettings() {}

  /** Returns if a document looks like a policy, right or wrong. */
  static boolean isPolicy(Tree root) {
    boolean section =
        root.at("startup").exists() || root.at("reconnect").exists() || root.at("fleet").exists();
    return !root.at("apiVersion").exists()
        && (root.at("service") instanceof Tree.Scalar || section)
        && (root.at("nats") instanceof Tree.Mapping || section)
        && !root.at("spring").exists();
  }

  /**
   * Returns the connection of a policy.
   *
   * @param text with as many lines before it as the file has
   * @throws UnreadableException if it is none
   */
  static Connection parse(
      String text, Tree root, Subject subject, Map<String, String> environment) {
    try {
      LifecyclePolicy policy = LifecyclePolicy.parse(text, root.place().file(), environment);
      Map<Setting, Place> places = new EnumMap<>(Setting.class);
      for (Map.Entry<PolicyKey, Setting> one : SETTINGS.entrySet()) {
        Tree value = root.at(one.getKey().path().split("\\."));
        if (value.exists()) {
          places.put(one.getValue(), value.place());
        }
      }
      Subject whole =
          new Subject(subject.name() + "policy of " + policy.service(), subject.annotations());
      return connection(policy, whole, root.place(), places);
    } catch (PolicyException wrong) {
      throw unreadable(wrong, root.place());
    }
  }

  /** Returns the policy that a container's variables say, if they name service and servers. */
  static Optional<Connection> of(Container container) {
    return fromVariables(variables(container), container.subject())
        .map(found -> found.inside(container));
  }

  private static Map<String, Tree> variables(Container container) {
    Map<String, Tree> given = new LinkedHashMap<>();
    container
        .env()
        .forEach(
            (name, value) -> {
              // A file in the container is none on this machine; a mounted one is read by itself.
              if (name.startsWith("BREAKWATER_") && !name.equals(LifecyclePolicy.FILE_VARIABLE)) {
                given.put(name, value);
              }
            });
    return given;
  }

  /** Returns the policy variables of a container, as far as the manifest shows them. */
  static Map<String, String> environment(Container container) {
    return environment(variables(container));
  }

  private static Map<String, String> environment(Map<String, Tree> given) {
    Map<String, String> environment = new HashMap<>();
    given.forEach((name, value) -> environment.put(name, shownOrSecret(name, value)));
    return environment;
  }

  /** A password that comes from a Secret is there at run time, only not here. */
  private static String shownOrSecret(String name, Tree value) {
    String text = JnatsSettings.text(value);
    return text.isEmpty() && name.matches(".*_(PASSWORD|TOKEN)") ? "elsewhere" : text;
  }

  /** Returns the policy below {@code breakwater} in the settings of a Spring application. */
  static Optional<Connection> of(SpringSettings spring) {
    Map<String, String> names = new HashMap<>();
    for (PolicyKey key : PolicyKey.values()) {
      names.put("breakwater." + SpringSettings.plain(key.path()), key.environmentVariable());
    }
    Map<String, Tree> given = new LinkedHashMap<>();
    spring
        .value("spring.application.name")
        .ifPresent(name -> given.put(PolicyKey.SERVICE.environmentVariable(), name));
    spring
        .entries()
        .forEach(
            entry -> {
              String name = names.get(SpringSettings.plain(entry.path()));
              if (name != null) {
                given.merge(name, entry.value(), PolicySettings::joined);
              }
            });
    return fromVariables(given, spring.subject());
  }

  private static Tree joined(Tree one, Tree other) {
    return new Tree.Scalar(one.place(), one.text() + "," + other.text(), one.place());
  }

  private static Optional<Connection> fromVariables(Map<String, Tree> given, Subject subject) {
    Map<String, String> environment = environment(given);
    if (environment.getOrDefault(PolicyKey.SERVICE.environmentVariable(), "").isEmpty()
        || environment.getOrDefault(PolicyKey.NATS_SERVERS.environmentVariable(), "").isEmpty()) {
      return Optional.empty();
    }
    Map<Setting, Place> places = new EnumMap<>(Setting.class);
    SETTINGS.forEach(
        (key, setting) -> {
          Tree value = given.get(key.environmentVariable());
          if (value != null) {
            places.put(setting, value.place());
          }
        });
    Place start = given.values().iterator().next().place();
    try {
      LifecyclePolicy policy = LifecyclePolicy.fromEnvironment(environment);
      return Optional.of(connection(policy, subject, start, places));
    } catch (PolicyException wrong) {
      Place at =
          given.entrySet().stream()
              .filter(one -> String.valueOf(wrong.getMessage()).startsWith(one.getKey() + ":"))
              .map(one -> one.getValue().place())
              .findFirst()
              .orElse(start);
      throw unreadable(wrong, at);
    }
  }

  private static UnreadableException unreadable(PolicyException wrong, Place otherwise) {
    String message = String.valueOf(wrong.getMessage());
    Matcher placed = PLACED.matcher(message);
    boolean inFile = message.startsWith(otherwise.file() + ":") && placed.matches();
    return inFile
        ? new UnreadableException(
            new Place(otherwise.file(), Integer.parseInt(placed.group(1))), placed.group(2))
        : new UnreadableException(otherwise, message);
  }

  private static Connection connection(
      LifecyclePolicy policy, Subject subject, Place place, Map<Setting, Place> places) {
    return new Connection(
        subject,
        place,
        Optional.of(policy),
        policy.reconnect(),
        policy.nats().connectTimeout(),
        policy.nats().servers().size(),
        policy.nats().usesTls(),
        policy.fleet(),
        policy.reconnect().maxAttempts(),
        policy.buffer().capacityBytes(),
        places,
        Optional.empty());
  }
}
