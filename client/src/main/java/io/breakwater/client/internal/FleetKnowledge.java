package io.breakwater.client.internal;

import io.breakwater.policy.FleetFacts;
import io.breakwater.policy.FleetMember;
import io.breakwater.policy.FleetSize;
import io.breakwater.policy.HandshakeRate;
import io.breakwater.policy.SurveyPace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a member has found out about its fleet, over all its connections. Time is an argument. Not
 * thread-safe.
 */
final class FleetKnowledge {
  /** Each handshake says what C is at least; so the largest counts, but not for ever. */
  private static final int HANDSHAKES = 4;

  /** The lower bounds of C of one server that the last handshakes gave, the latest last. */
  private final Deque<Double> rates = new ArrayDeque<>();

  private Optional<Handshake> handshake = Optional.empty();
  private int servers = 1;
  private int connections;
  private int counted;
  private int listed;
  private OptionalInt rank = OptionalInt.empty();
  private long countedNanos;
  private long listedNanos;

  /** Takes note of a new connection. */
  void connected(Optional<Handshake> made, long nowNanos) {
    handshake = made;
    // What lies before is an outage, in which nothing is known to have left.
    countedNanos = nowNanos;
    made.ifPresent(
        it -> {
          rates.addLast(HandshakeRate.alone(it.service()));
          if (rates.size() > HANDSHAKES) {
            rates.removeFirst();
          }
        });
  }

  /**
   * Takes note of a count.
   *
   * @param took how long it took to come: no way there and back takes longer
   */
  void counted(FleetAnswers.Count count, Duration took, long nowNanos) {
    handshake.ifPresent(old -> correct(old, old.withWayAtMost(took)));
    servers = count.servers();
    counted = Math.max(1, count.connections());
    connections =
        connections == 0
            ? counted
            : FleetSize.next(connections, counted, Duration.ofNanos(nowNanos - countedNanos));
    countedNanos = nowNanos;
  }

  /** The handshakes that were in progress stay as many; how long each took is known better. */
  private void correct(Handshake old, Handshake better) {
    handshake = Optional.of(better);
    rates.addLast(
        rates.removeLast()
            * HandshakeRate.alone(better.service())
            / HandshakeRate.alone(old.service()));
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
    handshake.ifPresent(it -> estimate(list, server, number, it.service()));
  }

  private void estimate(List<FleetAnswers.Listed> list, String server, long number, Duration took) {
    List<FleetAnswers.Listed> here =
        list.stream().filter(listed -> listed.member().server().equals(server)).toList();
    List<Long> starts = here.stream().map(FleetAnswers.Listed::startNanos).toList();
    here.stream()
        .filter(listed -> listed.member().number() == number)
        .forEach(
            own -> {
              double rate = HandshakeRate.among(took, own.startNanos(), starts);
              rates.addLast(Math.max(rates.removeLast(), rate));
            });
  }

  /** Returns N, or 1 while it is not known. */
  int connections() {
    return Math.max(1, connections);
  }

  /** Returns all of it. */
  FleetFacts facts() {
    return new FleetFacts(
        connections == 0 ? OptionalInt.empty() : OptionalInt.of(connections),
        rates.stream().mapToDouble(rate -> rate * servers).max(),
        connections <= SurveyPace.LARGEST_LIST ? rank : OptionalInt.empty());
  }
}
