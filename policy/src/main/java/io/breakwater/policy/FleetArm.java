package io.breakwater.policy;

import static java.time.temporal.ChronoUnit.MILLIS;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A policy under test in a whole fleet: how its replicas come back, and what they know of the
 * fleet. Drills, the simulator and the planner have the same arms under the same names.
 *
 * @param name its name
 * @param reconnect how its replicas come back
 * @param knowledge what they know of the fleet
 * @param connectionsFactor what they take N for, over what it is; positive
 * @param connectRateFactor what they take C for, over what was measured; positive
 * @param file the policy file, if the arm is one: what it says of N, C and share goes first
 */
public record FleetArm(
    String name,
    ReconnectSettings reconnect,
    Knowledge knowledge,
    double connectionsFactor,
    double connectRateFactor,
    Optional<LifecyclePolicy> file) {

  /** What the replicas of an arm know of the fleet. */
  public enum Knowledge {
    /** N, C and their rank. */
    RANK,
    /** N and C; their place is a hash of their name. */
    COUNT,
    /** C; N and their rank they ask the broker for. */
    RATE,
    /** Nothing; N, C and their rank they find out. */
    DISCOVERED,
    /** Nothing. */
    NOTHING
  }

  private static final String HASH = "spread-hash";
  private static final String ALONE = "spread-alone";
  private static final double WRONG = 4;

  /** Arms whose replicas ask the broker. */
  private static final Map<String, Knowledge> ASKING =
      Map.of("spread-auto", Knowledge.DISCOVERED, "spread-rate", Knowledge.RATE);

  /** Arms that are told a wrong N or C, and by which factors. */
  private static final Map<String, double[]> WRONGLY_TOLD =
      Map.of(
          "spread-n-times-4", new double[] {WRONG, 1},
          "spread-n-over-4", new double[] {1 / WRONG, 1},
          "spread-c-times-4", new double[] {1, WRONG},
          "spread-c-over-4", new double[] {1, 1 / WRONG});

  /**
   * Checks the ranges above.
   *
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if a factor is not positive
   */
  public FleetArm {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(reconnect, "reconnect");
    Objects.requireNonNull(knowledge, "knowledge");
    Objects.requireNonNull(file, "file");
    if (!(connectionsFactor > 0) || !(connectRateFactor > 0)) {
      throw new IllegalArgumentException("a factor must be positive");
    }
  }

  /**
   * Returns the arm of that name, or empty if there is none.
   *
   * @param name a schedule shape ({@code jitter}, {@code spread}: told N, C and rank), {@code
   *     spread-hash} (told N and C), {@code spread-alone} (told nothing), {@code spread-auto} (told
   *     nothing, asks the broker), {@code spread-rate} (told C, asks), or {@code spread-n-times-4}
   *     and its like (told wrongly)
   */
  public static Optional<FleetArm> named(String name) {
    for (ScheduleShape shape : ScheduleShape.values()) {
      if (shape.text().equals(name)) {
        return Optional.of(of(name, shape, Knowledge.RANK, 1, 1));
      }
    }
    double[] factors = WRONGLY_TOLD.get(name);
    if (factors != null) {
      return Optional.of(of(name, ScheduleShape.SPREAD, Knowledge.RANK, factors[0], factors[1]));
    }
    Knowledge asking = ASKING.get(name);
    if (asking != null) {
      return Optional.of(of(name, ScheduleShape.SPREAD, asking, 1, 1));
    }
    return switch (name) {
      case HASH -> Optional.of(of(name, ScheduleShape.SPREAD, Knowledge.COUNT, 1, 1));
      case ALONE -> Optional.of(of(name, ScheduleShape.SPREAD, Knowledge.NOTHING, 1, 1));
      default -> Optional.empty();
    };
  }

  private static FleetArm of(
      String name,
      ScheduleShape shape,
      Knowledge knowledge,
      double connectionsFactor,
      double connectRateFactor) {
    return new FleetArm(
        name,
        ReconnectSettings.DEFAULTS.withShape(shape),
        knowledge,
        connectionsFactor,
        connectRateFactor,
        Optional.empty());
  }

  /**
   * Returns the arm of a policy file, named after it.
   *
   * @throws PolicyException if the file cannot be read or is no policy; the message is one line
   */
  public static FleetArm ofFile(Path file) {
    LifecyclePolicy policy = LifecyclePolicy.load(file, Map.of());
    String fileName = String.valueOf(file.getFileName());
    int dot = fileName.lastIndexOf('.');
    return new FleetArm(
        dot > 0 ? fileName.substring(0, dot) : fileName,
        policy.reconnect(),
        Knowledge.RANK,
        1,
        1,
        Optional.of(policy));
  }

  /** Returns the names that need no file. */
  public static List<String> names() {
    return Stream.of(
            Arrays.stream(ScheduleShape.values()).map(ScheduleShape::text),
            Stream.of(HASH, ALONE),
            ASKING.keySet().stream().sorted(),
            WRONGLY_TOLD.keySet().stream().sorted())
        .flatMap(names -> names)
        .toList();
  }

  /** Returns the same under another name. */
  public FleetArm withName(String other) {
    return new FleetArm(other, reconnect, knowledge, connectionsFactor, connectRateFactor, file);
  }

  /** Returns the same with other reconnect settings. */
  public FleetArm withReconnect(ReconnectSettings settings) {
    return new FleetArm(name, settings, knowledge, connectionsFactor, connectRateFactor, file);
  }

  /**
   * Returns if it promises that all come back: only spread does. What other shapes do, with
   * whatever clients, is shown for what it is.
   */
  public boolean promises() {
    return reconnect.shape() == ScheduleShape.SPREAD;
  }

  /** Returns if its replicas find out from the broker what they were not told. */
  public boolean asksTheBroker() {
    return knowledge == Knowledge.DISCOVERED || knowledge == Knowledge.RATE;
  }

  /**
   * Returns what a replica takes for the facts, until it has asked the broker.
   *
   * @param replicas N, at least 1
   * @param connectRate C as it was measured, in connections per second, positive
   * @param replica its number, from 0
   */
  public FleetFacts facts(int replicas, double connectRate, int replica) {
    if (knowledge == Knowledge.NOTHING || knowledge == Knowledge.DISCOVERED) {
      return FleetFacts.UNKNOWN;
    }
    if (knowledge == Knowledge.RATE) {
      return new FleetFacts(
          OptionalInt.empty(), OptionalDouble.of(connectRate), OptionalInt.empty());
    }
    int connections = (int) Math.max(1, Math.round(replicas * connectionsFactor));
    double rate = connectRate * connectRateFactor;
    if (file.isPresent()) {
      FleetSettings fleet = file.get().fleet();
      connections = fleet.connections().orElse(connections);
      rate = fleet.connectRate().orElse(rate) * fleet.share();
    }
    OptionalInt rank = knowledge == Knowledge.RANK ? OptionalInt.of(replica) : OptionalInt.empty();
    return new FleetFacts(OptionalInt.of(connections), OptionalDouble.of(rate), rank);
  }

  /**
   * Returns the schedule of a replica.
   *
   * @param connectionId its hash is the phase where the arm knows no rank
   * @param tls whether the replicas speak TLS
   */
  public AttemptSchedule schedule(
      int replicas, double connectRate, int replica, String connectionId, boolean tls) {
    return reconnect.schedule(facts(replicas, connectRate, replica), connectionId, tls);
  }

  /**
   * Returns what a journal says of the policy, as JSON values; the connect timeout aside. What
   * replicas of shape spread do not know is null; the period is left out if they find it out.
   */
  public Map<String, @Nullable Object> summary(int replicas, double connectRate) {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("reconnect", reconnect.shape().text());
    summary.put("wait", DurationText.format(reconnect.waitTime()));
    if (reconnect.shape() == ScheduleShape.JITTER) {
      summary.put("jitter", DurationText.format(reconnect.jitter()));
    }
    if (schedule(replicas, connectRate, 0, "", false) instanceof SpreadSchedule spread) {
      FleetFacts facts = facts(replicas, connectRate, 0);
      summary.put("knows", knowledge.name().toLowerCase(Locale.ROOT));
      summary.put("connections", boxed(facts.connections()));
      summary.put("connectRate", boxed(facts.connectRate()));
      if (!asksTheBroker()) {
        summary.put("period", DurationText.format(spread.period().truncatedTo(MILLIS)));
      }
    }
    return summary;
  }

  private static @Nullable Object boxed(OptionalInt value) {
    return value.isPresent() ? (Object) value.getAsInt() : null;
  }

  private static @Nullable Object boxed(OptionalDouble value) {
    return value.isPresent() ? (Object) (Math.rint(value.getAsDouble() * 100) / 100) : null;
  }
}
