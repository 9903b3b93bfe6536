package io.breakwater.client.internal;

import io.breakwater.policy.FleetFacts;
import io.breakwater.policy.FleetMember;
import io.breakwater.policy.FleetSize;
import io.breakwater.policy.HandshakeRate;
import io.breakwater.policy.SurveyPace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a member has found out about its fleet, over all its connections. Time is an argument. Not
 * thread-safe.
 */
final class FleetKnowledge {
  /** What earlier handshakes, and the starts of others, have proved of C of one server. */
  private double proved;

  private Optional<Handshake> handshake = Optional.empty();
  private int servers = 1;
  private int connections;
  private int counted;
  private int listed;
  private OptionalInt rank = OptionalInt.empty();
  private long countedNanos;
  private long listedNanos;

  /**
   * Takes note of a new connection.
   *
   * @param overloaded if an attempt met an overloaded broker since the one before: then what was
   *     proved of C does not hold any more
   */
  void connected(Optional<Handshake> made, boolean overloaded, long nowNanos) {
    proved = overloaded ? 0 : perServer();
    handshake = made;
    // What lies before is an outage, in which nothing is known to have left.
    countedNanos = nowNanos;
  }

  /**
   * Takes note of a count.
   *
   * @param took how long it took to come: no way there and back takes longer
   */
  void counted(FleetAnswers.Count count, Duration took, long nowNanos) {
    handshake = handshake.map(it -> it.withWayAtMost(took));
    servers = count.servers();
    counted = Math.max(1, count.connections());
    connections =
        connections == 0
            ? counted
            : FleetSize.next(connections, counted, Duration.ofNanos(nowNanos - countedNanos));
    countedNanos = nowNanos;
  }

  /** Returns if the list is worth asking for. */
  boolean listIsDue(long nowNanos) {
    return SurveyPace.listIsDue(listed, counted, Duration.ofNanos(nowNanos - listedNanos));
  }

  /**
   * Takes note of a list.
   *
   * @param server the id of this member's server
   * @param number its number there
   */
  void listed(List<FleetAnswers.Listed> list, String server, long number, long nowNanos) {
    if (list.isEmpty() || !SurveyPace.listIsWhole(list.size(), counted)) {
      return;
    }
    List<FleetMember> members = list.stream().map(FleetAnswers.Listed::member).toList();
    OptionalInt found = FleetMember.rank(members, server, number);
    if (found.isEmpty()) {
      return;
    }
    rank = found;
    listed = list.size();
    listedNanos = nowNanos;
    connections = Math.max(connections, listed);
    handshake.ifPresent(it -> prove(list, server, number, it.lasted()));
  }

  private void prove(List<FleetAnswers.Listed> list, String server, long number, Duration lasted) {
    List<FleetAnswers.Listed> here =
        list.stream().filter(listed -> listed.member().server().equals(server)).toList();
    List<Long> starts = here.stream().map(FleetAnswers.Listed::startNanos).toList();
    here.stream()
        .filter(listed -> listed.member().number() == number)
        .forEach(
            own ->
                proved = Math.max(proved, HandshakeRate.among(lasted, own.startNanos(), starts)));
  }

  /** Returns what one server does at least, in connections per second; 0 while unknown. */
  private double perServer() {
    return Math.max(proved, handshake.map(it -> HandshakeRate.alone(it.service())).orElse(0.0));
  }

  /** Returns N, or 1 while it is not known. */
  int connections() {
    return Math.max(1, connections);
  }

  /** Returns all of it. */
  FleetFacts facts() {
    return new FleetFacts(
        connections == 0 ? OptionalInt.empty() : OptionalInt.of(connections),
        perServer() == 0 ? OptionalDouble.empty() : OptionalDouble.of(perServer() * servers),
        connections <= SurveyPace.LARGEST_LIST ? rank : OptionalInt.empty());
  }
}
