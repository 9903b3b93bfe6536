package io.breakwater.lab.storm;

import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.FleetFacts;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.PolicyException;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import io.breakwater.policy.SpreadSchedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An arm of a storm: a policy, what its replicas know of the fleet, and what they are.
 *
 * @param name its name
 * @param clients what its replicas are
 * @param reconnect how they come back
 * @param knowledge what they know of the fleet
 * @param connectionsFactor what they take N for, over what it is; positive
 * @param connectRateFactor what they take C for, over what was measured; positive
 * @param file the policy file, if the arm is one: what it says of N, C and share goes first
 */
public record StormArm(
    String name,
    StormClients clients,
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

  /** Arms whose replicas ask the broker; only Breakwater buses do. */
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
   * Returns the arm of that name, or of the policy file at that path.
   *
   * @param text perhaps what its replicas are and a colon ({@code jnats:jitter}), then a schedule
   *     shape ({@code jitter}, {@code spread}: told N, C and rank), {@code spread-hash} (told N and
   *     C), {@code spread-alone} (told nothing), {@code spread-auto} (told nothing, asks the
   *     broker), {@code spread-rate} (told C, asks), {@code spread-n-times-4} and its like (told
   *     wrongly), or the path of a policy file
   * @param usual what the replicas are where the text does not say it
   * @throws PolicyException if it is none of them, if the file is wrong, or if such clients cannot
   *     do it; the message is one line
   */
  public static StormArm of(String text, StormClients usual) {
    for (StormClients clients : StormClients.values()) {
      String prefix = clients.text() + ":";
      if (text.startsWith(prefix)) {
        StormArm arm = plain(text.substring(prefix.length()), clients);
        return arm.withName(prefix + arm.name());
      }
    }
    return plain(text, usual);
  }

  private static StormArm plain(String text, StormClients clients) {
    StormArm arm = any(text, clients);
    ScheduleShape shape = arm.reconnect().shape();
    if (clients == StormClients.JNATS
        && shape != ScheduleShape.FIXED
        && shape != ScheduleShape.JITTER) {
      throw new PolicyException(
          "--arm " + text + ": plain jnats knows fixed and jitter, expected one of them");
    }
    if (arm.asksTheBroker() && clients != StormClients.BUS) {
      throw new PolicyException("--arm " + text + ": only --clients bus ask the broker");
    }
    return arm;
  }

  private static StormArm any(String text, StormClients clients) {
    for (ScheduleShape shape : ScheduleShape.values()) {
      if (shape.text().equals(text)) {
        return named(text, clients, shape, Knowledge.RANK, 1, 1);
      }
    }
    double[] factors = WRONGLY_TOLD.get(text);
    if (factors != null) {
      return named(text, clients, ScheduleShape.SPREAD, Knowledge.RANK, factors[0], factors[1]);
    }
    if (text.equals(HASH) || text.equals(ALONE)) {
      Knowledge knowledge = text.equals(HASH) ? Knowledge.COUNT : Knowledge.NOTHING;
      return named(text, clients, ScheduleShape.SPREAD, knowledge, 1, 1);
    }
    if (ASKING.containsKey(text)) {
      return named(text, clients, ScheduleShape.SPREAD, ASKING.get(text), 1, 1);
    }
    Path file = Path.of(text);
    if (text.isBlank() || !Files.exists(file)) {
      throw new PolicyException(
          "--arm " + text + ": expected a policy file or one of " + String.join(", ", names()));
    }
    LifecyclePolicy policy = LifecyclePolicy.load(file, Map.of());
    String fileName = String.valueOf(file.getFileName());
    int dot = fileName.lastIndexOf('.');
    return new StormArm(
        dot > 0 ? fileName.substring(0, dot) : fileName,
        clients,
        policy.reconnect(),
        Knowledge.RANK,
        1,
        1,
        Optional.of(policy));
  }

  private static StormArm named(
      String name,
      StormClients clients,
      ScheduleShape shape,
      Knowledge knowledge,
      double connectionsFactor,
      double connectRateFactor) {
    return new StormArm(
        name,
        clients,
        ReconnectSettings.DEFAULTS.withShape(shape),
        knowledge,
        connectionsFactor,
        connectRateFactor,
        Optional.empty());
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

  private StormArm withName(String other) {
    return new StormArm(
        other, clients, reconnect, knowledge, connectionsFactor, connectRateFactor, file);
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
   * Returns if its broker has to keep to itself who is connected: buses that are to do without
   * would ask.
   */
  public boolean brokerIsSilent() {
    return clients == StormClients.BUS
        && (knowledge == Knowledge.COUNT || knowledge == Knowledge.NOTHING);
  }

  /** Returns the same with other reconnect settings. */
  public StormArm withReconnect(ReconnectSettings settings) {
    return new StormArm(
        name, clients, settings, knowledge, connectionsFactor, connectRateFactor, file);
  }

  /**
   * Returns what a replica takes for the facts.
   *
   * @param replicas N
   * @param capacity C as it was measured
   * @param replica its number, from 0
   */
  FleetFacts facts(int replicas, double capacity, int replica) {
    if (knowledge == Knowledge.NOTHING || knowledge == Knowledge.DISCOVERED) {
      return FleetFacts.UNKNOWN;
    }
    if (knowledge == Knowledge.RATE) {
      return new FleetFacts(OptionalInt.empty(), OptionalDouble.of(capacity), OptionalInt.empty());
    }
    int connections = (int) Math.max(1, Math.round(replicas * connectionsFactor));
    double connectRate = capacity * connectRateFactor;
    if (file.isPresent()) {
      connections = file.get().fleet().connections().orElse(connections);
      connectRate =
          file.get().fleet().connectRate().orElse(connectRate) * file.get().fleet().share();
    }
    OptionalInt rank = knowledge == Knowledge.RANK ? OptionalInt.of(replica) : OptionalInt.empty();
    return new FleetFacts(OptionalInt.of(connections), OptionalDouble.of(connectRate), rank);
  }

  /**
   * Returns the schedule of a replica.
   *
   * @param replicas N
   * @param capacity C as it was measured
   * @param replica its number, from 0
   * @param tls if the connections are over TLS
   */
  public AttemptSchedule schedule(int replicas, double capacity, int replica, boolean tls) {
    return reconnect.schedule(facts(replicas, capacity, replica), "storm-" + replica, tls);
  }

  /**
   * Returns what the journal says of the policy.
   *
   * @param replicas N
   * @param capacity C as it was measured
   */
  public Map<String, @Nullable Object> summary(
      int replicas, double capacity, Duration connectTimeout) {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("clients", clients.text());
    summary.put("reconnect", reconnect.shape().text());
    summary.put("wait", DurationText.format(reconnect.waitTime()));
    if (reconnect.shape() == ScheduleShape.JITTER) {
      summary.put("jitter", DurationText.format(reconnect.jitter()));
    }
    if (schedule(replicas, capacity, 0, false) instanceof SpreadSchedule spread) {
      FleetFacts facts = facts(replicas, capacity, 0);
      summary.put("knows", knowledge.name().toLowerCase(Locale.ROOT));
      summary.put("connections", boxed(facts.connections()));
      summary.put("connectRate", boxed(facts.connectRate()));
      if (!asksTheBroker()) {
        summary.put("period", DurationText.format(Duration.ofMillis(spread.period().toMillis())));
      }
    }
    summary.put("connectTimeout", DurationText.format(connectTimeout));
    return summary;
  }

  private static @Nullable Object boxed(OptionalInt value) {
    return value.isPresent() ? (Object) value.getAsInt() : null;
  }

  private static @Nullable Object boxed(OptionalDouble value) {
    return value.isPresent() ? (Object) (Math.rint(value.getAsDouble() * 100) / 100) : null;
  }
}
