package io.breakwater.lab.storm;

import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.FleetArm;
import io.breakwater.policy.PolicyException;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An arm of a storm: the arm of a fleet, and what its replicas are.
 *
 * @param clients what its replicas are
 * @param fleet its name, its policy, and what its replicas know
 */
public record StormArm(StormClients clients, FleetArm fleet) {

  /**
   * Checks its parts.
   *
   * @throws NullPointerException if one is null
   */
  public StormArm {
    Objects.requireNonNull(clients, "clients");
    Objects.requireNonNull(fleet, "fleet");
  }

  /**
   * Returns the arm of that name, or of the policy file at that path.
   *
   * @param text perhaps what its replicas are and a colon ({@code jnats:jitter}), then the
   *     {@linkplain FleetArm#named name} of a fleet's arm, or the path of a policy file
   * @param usual what the replicas are where the text does not say it
   * @throws PolicyException if it is none of them, if the file is wrong, or if such clients cannot
   *     do it; the message is one line
   */
  public static StormArm of(String text, StormClients usual) {
    for (StormClients clients : StormClients.values()) {
      String prefix = clients.text() + ":";
      if (text.startsWith(prefix)) {
        FleetArm fleet = plain(text.substring(prefix.length()), clients);
        return new StormArm(clients, fleet.withName(prefix + fleet.name()));
      }
    }
    return new StormArm(usual, plain(text, usual));
  }

  private static FleetArm plain(String text, StormClients clients) {
    FleetArm fleet = FleetArm.named(text).orElseGet(() -> ofFile(text));
    ScheduleShape shape = fleet.reconnect().shape();
    if (clients == StormClients.JNATS
        && shape != ScheduleShape.FIXED
        && shape != ScheduleShape.JITTER) {
      throw new PolicyException(
          "--arm " + text + ": plain jnats knows fixed and jitter, expected one of them");
    }
    if (fleet.asksTheBroker() && clients != StormClients.BUS) {
      throw new PolicyException("--arm " + text + ": only --clients bus ask the broker");
    }
    return fleet;
  }

  private static FleetArm ofFile(String text) {
    Path file = Path.of(text);
    if (text.isBlank() || !Files.exists(file)) {
      throw new PolicyException(
          "--arm %s: expected a policy file or one of %s"
              .formatted(text, String.join(", ", FleetArm.names())));
    }
    return FleetArm.ofFile(file);
  }

  /** Returns the same with other reconnect settings. */
  public StormArm withReconnect(ReconnectSettings settings) {
    return new StormArm(clients, fleet.withReconnect(settings));
  }

  /** Returns its name. */
  public String name() {
    return fleet.name();
  }

  /**
   * Returns if its broker has to keep to itself who is connected: buses that are to do without
   * would ask.
   */
  public boolean brokerIsSilent() {
    return clients == StormClients.BUS
        && (fleet.knowledge() == FleetArm.Knowledge.COUNT
            || fleet.knowledge() == FleetArm.Knowledge.NOTHING);
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
    return fleet.schedule(replicas, capacity, replica, "storm-" + replica, tls);
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
    summary.putAll(fleet.summary(replicas, capacity));
    summary.put("connectTimeout", DurationText.format(connectTimeout));
    return summary;
  }
}
