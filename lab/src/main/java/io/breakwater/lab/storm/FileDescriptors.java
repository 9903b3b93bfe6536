package io.breakwater.lab.storm;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/**
 * How many files, and so connections, this process may have open. The broker inherits the limit;
 * the JVM has raised the soft one to the hard one already.
 *
 * @param most the limit; empty where the system does not tell
 * @param open how many are open now
 */
public record FileDescriptors(OptionalLong most, long open) {
  /** Files, pipes and selectors of the JVM and of the broker beside their connections. */
  private static final int SPARE = 200;

  /** Returns them as they are now. */
  public static FileDescriptors now() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? new FileDescriptors(
            OptionalLong.of(unix.getMaxFileDescriptorCount()), unix.getOpenFileDescriptorCount())
        : new FileDescriptors(OptionalLong.empty(), 0);
  }

  /**
   * Checks that a fleet is possible of which each replica is one connection.
   *
   * @throws IllegalArgumentException as {@link #check(int, int)}
   */
  public void check(int replicas) {
    check(replicas, 1);
  }

  /**
   * Checks that a fleet is possible.
   *
   * @param each how many descriptors of this process a replica takes, at least 1
   * @throws IllegalArgumentException if it is not; the message says how many replicas are, and how
   *     to raise the limit
   */
  public void check(int replicas, int each) {
    long possible = (most.orElse(Long.MAX_VALUE) - open - SPARE) / each;
    if (replicas > possible) {
      long needed = (long) replicas * each + open + SPARE;
      throw new IllegalArgumentException(
          ("replicas: %d need %d file descriptors, and this process may have %d: at most %d"
                  + " replicas are possible; raise the limit with ulimit -n %d (its hard limit in"
                  + " /etc/security/limits.conf, LimitNOFILE of systemd, --ulimit nofile of Docker)")
              .formatted(replicas, needed, most.orElse(0), Math.max(0, possible), needed));
    }
  }
}
