package io.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeRateTest {
  private static final long MILLI = 1_000_000;

  @ParameterizedTest
  @CsvSource({"130, 7.6923", "1000, 1", "1, 1000", "0, 1000", "-5, 1000"})
  void alone_oneProcessorDoesOneAfterTheOther(int tookMillis, double expected) {
    assertThat(HandshakeRate.alone(Duration.ofMillis(tookMillis))).isCloseTo(expected, within(0.1));
  }

  @Test
  void among_aloneAtItsServer_isOneInTheTimeItLasted() {
    assertThat(among(130, 0, 0)).isCloseTo(7.692, within(0.01));
    assertThat(among(130, 5_000, 0, 5_000)).isCloseTo(7.692, within(0.01));
  }

  @Test
  void among_aWave_isAllOfItInTheTimeItTook() {
    long[] wave = new long[150];
    assertThat(among(10_000, 0, wave)).isCloseTo(15, within(0.01));
  }

  @Test
  void among_whoCameBefore_countsWhereverTheWorkWasDensest() {
    // Ten in a second, a long pause, and then the own one: the pause proves nothing.
    assertThat(among(200, 60_000, 0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 60_000))
        .isCloseTo(5, within(0.01));
    assertThat(among(200, 900, 0, 100, 200, 300, 400, 500, 600, 700, 800, 900))
        .isCloseTo(10 / 1.1, within(0.01));
  }

  @Test
  void among_whoCameSoonAfter_countsForNoMoreThanTwice() {
    assertThat(among(200, 0, 0, 50, 100)).isCloseTo(3 / 0.3, within(0.01));
    long[] burst =
        LongStream.concat(LongStream.of(0), LongStream.generate(() -> 90).limit(150)).toArray();
    assertThat(among(200, 0, burst)).isCloseTo(10, within(0.01));
    assertThat(among(200, 0, 0, 101)).isCloseTo(5, within(0.01));
  }

  /**
   * As it was once: the first of four that began within 5 ms was alone as it saw it, proved half of
   * C, and was the last to come back, with a period half as long again as all others'.
   */
  @Test
  void among_theFirstOfSeveralThatBeganTogether_countsThemAll() {
    assertThat(among(208, 0, 0, 1, 2, 5)).isCloseTo(4 / 0.213, within(0.01));
  }

  /** The work that a window proves was done: more than a server can do, it cannot prove. */
  @Property(tries = 300)
  void among_isNeverMoreThanC_ofThoseThatCameBefore(
      @ForAll @Size(min = 1, max = 120) List<@IntRange(max = 400) Integer> gapsMillis,
      @ForAll @IntRange(min = 1, max = 8) int processors,
      @ForAll @IntRange(min = 1, max = 300) int workMillis) {
    Server server = new Server(processors, workMillis);
    gapsMillis.forEach(server::handshakeAfter);
    double capacity = 1e3 * processors / workMillis;
    for (int i = 0; i < gapsMillis.size(); i++) {
      double rate =
          HandshakeRate.among(server.lasted(i), server.starts.get(i), server.startsUpTo(i));
      assertThat(rate).isPositive().isLessThanOrEqualTo(capacity * 1.000001);
    }
  }

  @Property(tries = 50)
  void among_inAFleetThatStartsFasterThanTheServer_isNearlyC(
      @ForAll @IntRange(min = 1, max = 8) int processors,
      @ForAll @IntRange(min = 20, max = 300) int workMillis) {
    Server server = new Server(processors, workMillis);
    for (int i = 0; i < 200; i++) {
      server.handshakeAfter(workMillis / processors / 2);
    }
    double capacity = 1e3 * processors / workMillis;
    for (int i = 20; i < 200; i++) {
      assertThat(HandshakeRate.among(server.lasted(i), server.starts.get(i), server.starts))
          .isBetween(0.9 * capacity, 2 * capacity);
    }
  }

  @Test
  void among_aFleetThatStartsInOrder_agreesOnC() {
    double capacity = 2 / 0.13;
    List<Handshake> fleet = startedInOrder(150, 4, 2, 0.13, new SplittableRandom(1));
    List<Long> starts = fleet.stream().map(Handshake::startNanos).toList();
    double[] ofC =
        fleet.stream()
            .mapToDouble(
                own ->
                    HandshakeRate.among(
                            Duration.ofNanos(own.endNanos - own.startNanos), own.startNanos, starts)
                        / capacity)
            .sorted()
            .toArray();
    assertThat(ofC[15]).isGreaterThan(0.92);
    assertThat(ofC[134]).isLessThan(1.05);
    assertThat(ofC[0]).isGreaterThan(0.8);
    assertThat(ofC[149]).isLessThan(1.3);
  }

  private record Handshake(long startNanos, long endNanos) {}

  /** So many at a time, on processors that all handshakes under way share evenly. */
  private static List<Handshake> startedInOrder(
      int members, int atATime, int processors, double meanWork, SplittableRandom random) {
    List<Handshake> done = new ArrayList<>();
    List<double[]> underWay = new ArrayList<>();
    double now = 0;
    for (int started = 0; done.size() < members; ) {
      for (; underWay.size() < atATime && started < members; started++) {
        underWay.add(new double[] {meanWork * random.nextDouble(0.8, 1.2), now});
      }
      double[] next = Collections.min(underWay, Comparator.comparingDouble(it -> it[0]));
      double work = next[0];
      now += work * Math.max(1, (double) underWay.size() / processors);
      underWay.forEach(it -> it[0] -= work);
      underWay.remove(next);
      done.add(new Handshake((long) (next[1] * 1e9), (long) (now * 1e9)));
    }
    return done;
  }

  private static double among(long lastedMillis, long ownMillis, long... startMillis) {
    return HandshakeRate.among(
        Duration.ofMillis(lastedMillis),
        ownMillis * MILLI,
        LongStream.of(startMillis).map(it -> it * MILLI).boxed().toList());
  }

  /** Takes handshakes one after the other on each of its processors. */
  private static final class Server {
    private final PriorityQueue<Long> free = new PriorityQueue<>();
    private final long workNanos;
    private final List<Long> starts = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();

    Server(int processors, int workMillis) {
      for (int i = 0; i < processors; i++) {
        free.add(0L);
      }
      workNanos = workMillis * MILLI;
    }

    void handshakeAfter(int gapMillis) {
      long start = (starts.isEmpty() ? 0 : starts.get(starts.size() - 1)) + gapMillis * MILLI;
      long end = Math.max(start, free.remove()) + workNanos;
      free.add(end);
      starts.add(start);
      ends.add(end);
    }

    Duration lasted(int handshake) {
      return Duration.ofNanos(ends.get(handshake) - starts.get(handshake));
    }

    List<Long> startsUpTo(int handshake) {
      return starts.subList(0, handshake + 1);
    }
  }
}
