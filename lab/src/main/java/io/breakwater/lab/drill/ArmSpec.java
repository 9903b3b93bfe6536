package io.breakwater.lab.drill;

import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.PolicyException;
import io.breakwater.policy.ScheduleShape;
import io.breakwater.policy.StartupKind;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An arm: a client and a policy under test.
 *
 * @param name the arm's name
 * @param client which client its services use
 * @param policyFile the policy file, if the arm is one
 * @param environment the policy keys that the arm sets, as environment variables
 */
public record ArmSpec(
    String name, Client client, Optional<Path> policyFile, Map<String, String> environment) {

  /** The name of the arm that is plain jnats. */
  public static final String JNATS = "jnats";

  /** What connects the services of an arm to the broker. */
  public enum Client {
    /** The Breakwater bus. */
    BUS,
    /** jnats as most services have it today. */
    JNATS
  }

  /** An arm's name is also the name of the folder of its logs. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /**
   * Checks the name and copies the map.
   *
   * @throws IllegalArgumentException if the name is not made of letters, digits, dots, dashes and
   *     underscores, or begins with none of the first two
   */
  public ArmSpec {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "arm \"%s\": expected a name of letters, digits, dots, dashes and underscores"
              .formatted(name));
    }
    environment = Map.copyOf(environment);
  }

  /**
   * Returns the arm of that name, or of the policy file at that path.
   *
   * @param text {@code jnats}, a startup policy ({@code fail-fast}), a schedule shape ({@code
   *     spread}) or the path of a policy file
   * @throws PolicyException if it is none of them, or if the file is wrong; the message is one line
   * @throws IllegalArgumentException if the file's name without its ending is no name for an arm
   */
  public static ArmSpec of(String text) {
    if (text.equals(JNATS)) {
      return new ArmSpec(JNATS, Client.JNATS, Optional.empty(), Map.of());
    }
    for (StartupKind kind : StartupKind.values()) {
      if (kind.text().equals(text) && kind != StartupKind.WAIT_FOR_ENDPOINT) {
        return bus(text, Map.of("BREAKWATER_STARTUP_POLICY", text));
      }
    }
    for (ScheduleShape shape : ScheduleShape.values()) {
      if (shape.text().equals(text)) {
        return bus(text, Map.of("BREAKWATER_RECONNECT_SHAPE", text));
      }
    }
    Path file = file(text);
    String fileName = String.valueOf(file.getFileName());
    int dot = fileName.lastIndexOf('.');
    ArmSpec arm =
        new ArmSpec(
            dot > 0 ? fileName.substring(0, dot) : fileName,
            Client.BUS,
            Optional.of(file),
            Map.of());
    // Found out now rather than by a pod that exits with 2.
    var unused = arm.policy(DecidedVariables.of("nats://127.0.0.1:4222", "drill", 1));
    return arm;
  }

  private static Path file(String text) {
    try {
      Path file = Path.of(text);
      if (Files.isRegularFile(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      // No path at all: the message below says what would do.
    }
    throw new PolicyException(
        "--arm " + text + ": expected a policy file or one of " + String.join(", ", names()));
  }

  /** Returns the names that need no file. */
  public static List<String> names() {
    return Stream.concat(
            Stream.concat(
                Stream.of(JNATS),
                Arrays.stream(StartupKind.values())
                    .filter(kind -> kind != StartupKind.WAIT_FOR_ENDPOINT)
                    .map(StartupKind::text)),
            Arrays.stream(ScheduleShape.values()).map(ScheduleShape::text))
        .toList();
  }

  private static ArmSpec bus(String name, Map<String, String> environment) {
    return new ArmSpec(name, Client.BUS, Optional.empty(), environment);
  }

  /**
   * Returns the variables of a pod: the arm's own, and over them what the drill decides.
   *
   * @param drill what the drill decides: servers, name, probe port
   */
  public Map<String, String> environment(Map<String, String> drill) {
    Map<String, String> all = new HashMap<>(environment);
    policyFile.ifPresent(file -> all.put("BREAKWATER_POLICY", file.toAbsolutePath().toString()));
    all.putAll(drill);
    return all;
  }

  /**
   * Returns the policy of a pod.
   *
   * @param drill what the drill decides
   * @throws PolicyException if the policy is wrong
   */
  public LifecyclePolicy policy(Map<String, String> drill) {
    Map<String, String> all = environment(drill);
    return policyFile.isPresent()
        ? LifecyclePolicy.load(policyFile.get(), all)
        : LifecyclePolicy.fromEnvironment(all);
  }
}
