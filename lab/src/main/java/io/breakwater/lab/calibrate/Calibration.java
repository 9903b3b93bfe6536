package io.breakwater.lab.calibrate;

import io.breakwater.lab.measure.OtherLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a calibration found.
 *
 * @param server the broker's address
 * @param connectRate C: connections per second that the broker can authenticate, the median of the
 *     rounds
 * @param lowestRate the slowest round
 * @param highestRate the fastest round
 * @param saturated if more handshakes at a time did not make it faster; else C is at least this
 * @param stoppedBy why it stopped before that; null if it did not
 * @param connectionsAtOnce how many handshakes were under way when C was measured
 * @param cost what one handshake takes on a broker that has nothing else to do
 * @param ramp the rates on the way up
 * @param establishedRttP99Millis the round trip of an established connection, before and meanwhile
 * @param otherLoad what other processes had of this machine meanwhile; null if that is not known,
 *     or the broker is elsewhere
 */
public record Calibration(
    String server,
    double connectRate,
    double lowestRate,
    double highestRate,
    boolean saturated,
    @Nullable String stoppedBy,
    int connectionsAtOnce,
    Cost cost,
    List<Step> ramp,
    RoundTrip establishedRttP99Millis,
    @Nullable OtherLoad otherLoad) {

  /** Quiet runs had rounds within 1.4 of each other, those of busy machines 1.6 to 3.5. */
  private static final double ROUNDS_APART = 1.5;

  /** Of all processors: what others take beyond it is missing in C. */
  private static final double OTHER_LOAD = 0.25;

  /** Copies the list. */
  public Calibration {
    ramp = List.copyOf(ramp);
  }

  /**
   * Where the time of one handshake goes; medians.
   *
   * @param tcpMillis from the dial to the server's INFO
   * @param tlsMillis from there until TLS stands; null if there is none
   * @param authenticationMillis from CONNECT to the first PONG
   */
  public record Cost(double tcpMillis, @Nullable Double tlsMillis, double authenticationMillis) {}

  /**
   * One step of the ramp.
   *
   * @param connectionsAtOnce how many handshakes were under way
   * @param perSecond how many ended well per second
   */
  public record Step(int connectionsAtOnce, double perSecond) {}

  /**
   * The 99th percentile of round trips, in milliseconds; null where there were none.
   *
   * @param before before the ramp
   * @param during while C was measured
   */
  public record RoundTrip(@Nullable Double before, @Nullable Double during) {}

  /**
   * Returns why C may not be what the broker can do, a line each; empty if nothing speaks for it.
   */
  public List<String> doubts() {
    List<String> doubts = new ArrayList<>();
    if (highestRate > ROUNDS_APART * lowestRate) {
      doubts.add(
          String.format(
              Locale.ROOT,
              "C is uncertain: its rounds gave %.3g/s to %.3g/s",
              lowestRate,
              highestRate));
    }
    if (otherLoad != null && otherLoad.processors() > OTHER_LOAD * otherLoad.of()) {
      doubts.add(
          String.format(
              Locale.ROOT,
              "C is too small: other processes kept %.1f of %d processors busy while it was"
                  + " measured",
              otherLoad.processors(),
              otherLoad.of()));
    }
    if (stoppedBy != null) {
      doubts.add("C may be higher: stopped by " + stoppedBy);
    }
    return List.copyOf(doubts);
  }

  /**
   * Returns what C means for a fleet, in one sentence.
   *
   * @param connections N, at least 1
   * @param connectTimeout of its clients
   */
  public String meaning(int connections, Duration connectTimeout) {
    double bound = connections / connectRate;
    double timeout = connectTimeout.toNanos() / 1e9;
    String wave =
        bound > timeout
            ? "exceeds a connect timeout of %s and will collapse"
            : "stays within a connect timeout of %s";
    return "%d connections need %s; a wave of all of them %s"
        .formatted(connections, seconds(bound), wave.formatted(seconds(timeout)));
  }

  private static String seconds(double seconds) {
    if (seconds >= 10 || seconds == Math.rint(seconds)) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    return String.format(Locale.ROOT, seconds < 0.1 ? "%.3f s" : "%.1f s", seconds);
  }
}
