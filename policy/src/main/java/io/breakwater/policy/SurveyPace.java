package io.breakwater.policy;

import java.time.Duration;

/**
 * When a member of a fleet asks the broker about it. All of them ask, so what one of them may do
 * shrinks with N: in the long run a fleet of any size asks for at most 33 counts a second (0.3 ms
 * of a server's processor each, measured on nats-server 2.9.10), and for a list of its members, up
 * to {@link #LARGEST_LIST} of them, once in 4 s (3.4 ms and 325 kB for 1,000 members).
 */
public final class SurveyPace {
  /**
   * The largest fleet whose members rank themselves. The answer of one server holds 1,024; and the
   * more members there are, the less random clumps matter.
   */
  public static final int LARGEST_LIST = 1_000;

  private static final Duration LONGEST_COUNT = Duration.ofMinutes(5);
  private static final Duration COUNT_PER_MEMBER = Duration.ofMillis(30);
  private static final Duration SETTLE_PER_MEMBER = Duration.ofMillis(10);
  private static final Duration LIST_PER_MEMBER = Duration.ofMillis(100);
  private static final Duration LIST_AGE = Duration.ofMinutes(10);
  private static final Duration LIST_AGE_PER_MEMBER = Duration.ofSeconds(4);

  /** A list is as good as new while the count has moved by less than one part in so many. */
  private static final int LIST_TOLERANCE = 100;

  private SurveyPace() {}

  /**
   * Returns how long after a connection the first count is: by then a fleet that came back in one
   * period is complete.
   *
   * @param period P
   * @param connections N as it is known, at least 1
   * @param random uniform in [0, 1)
   */
  public static Duration settle(Duration period, int connections, double random) {
    return scaled(longer(period, SETTLE_PER_MEMBER.multipliedBy(connections)), 1 + random);
  }

  /**
   * Returns the wait for the next count: each is twice as long as the one before, to follow a fleet
   * that grows while it starts, up to 5 minutes and more.
   *
   * @param previous the wait before, positive
   * @param connections N, at least 1
   * @param random uniform in [0, 1)
   */
  public static Duration nextCount(Duration previous, int connections, double random) {
    Duration longest = longestCount(connections);
    Duration doubled = previous.multipliedBy(2);
    return scaled(doubled.compareTo(longest) < 0 ? doubled : longest, 0.75 + random / 2);
  }

  /** Returns the longest wait between two counts. */
  public static Duration longestCount(int connections) {
    return longer(LONGEST_COUNT, COUNT_PER_MEMBER.multipliedBy(connections));
  }

  /**
   * Returns if the list is worth asking for again.
   *
   * @param listed how many members the last one had, 0 if there was none
   * @param counted how many there are now
   * @param age how old the last one is
   */
  public static boolean listIsDue(int listed, int counted, Duration age) {
    return counted <= LARGEST_LIST
        && (Math.abs(counted - listed) > counted / LIST_TOLERANCE
            || age.compareTo(longer(LIST_AGE, LIST_AGE_PER_MEMBER.multipliedBy(counted))) > 0);
  }

  /**
   * Returns if a list of so many is of the whole fleet; one that lacks a server makes wrong ranks.
   *
   * @param listed how many members it has
   * @param counted how many there were a moment before
   */
  public static boolean listIsWhole(int listed, int counted) {
    return counted - listed <= counted / LIST_TOLERANCE;
  }

  /**
   * Returns the wait between a count and the list: at most ten lists a second in all.
   *
   * @param connections N, at least 1
   * @param random uniform in [0, 1)
   */
  public static Duration beforeList(int connections, double random) {
    return scaled(LIST_PER_MEMBER.multipliedBy(connections), random);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration scaled(Duration duration, double factor) {
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }
}
