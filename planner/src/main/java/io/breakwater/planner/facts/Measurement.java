package io.breakwater.planner.facts;

import io.breakwater.journal.JournalFile;
import io.breakwater.simulator.RateSpread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was measured of one server: in the journal of a drill, or in what {@code calibrate --json}
 * has printed.
 *
 * @param file where it stands
 * @param connectRate C, in connections per second: the median of the rates at which the fleets of a
 *     storm started, for these connections stayed; else what the calibration says, whose hang up
 * @param calibratedRate what the calibration says, which is what replicas are told; else the same
 * @param spread how far those rates, or the rounds of the calibration, lay apart; {@link
 *     RateSpread#NONE} if it does not say
 * @param cores that the server had: those of its own, else those of the machine; empty if it does
 *     not say
 * @param credential with which it was measured; empty if it does not say
 * @param tcpMillis what a handshake alone took until INFO; empty if it does not say
 * @param tlsMillis what TLS took; empty if there was none
 * @param authenticationMillis what the credential took; empty if it does not say
 */
public record Measurement(
    Path file,
    double connectRate,
    double calibratedRate,
    RateSpread spread,
    OptionalInt cores,
    Optional<Credential> credential,
    OptionalDouble tcpMillis,
    OptionalDouble tlsMillis,
    OptionalDouble authenticationMillis) {

  private static final String EXPECTED =
      ", expected the output of calibrate --json or the journal of a drill that measured C";

  /**
   * Reads one.
   *
   * @param fileOrFolder the file, or the folder of a run
   * @throws IllegalArgumentException if it cannot be read, or holds no measurement; one line
   */
  public static Measurement read(Path fileOrFolder) {
    Path file =
        Files.isDirectory(fileOrFolder) ? fileOrFolder.resolve(JournalFile.NAME) : fileOrFolder;
    try {
      return of(file, JsonMapper.shared().readTree(Files.readString(file)));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(file + ": no such file" + EXPECTED, e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": cannot be read" + EXPECTED, e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(file + ": not JSON" + EXPECTED, e);
    }
  }

  private static Measurement of(Path file, JsonNode root) {
    JsonNode measured = root.has("parameters") ? root.path("parameters") : root;
    if (measured.path("simulated").asBoolean(false)) {
      throw new IllegalArgumentException(file + ": simulated itself" + EXPECTED);
    }
    List<Double> starts = startRates(root);
    double calibrated = connectRate(root, measured);
    double rate = starts.isEmpty() ? calibrated : starts.get((starts.size() - 1) / 2);
    if (!(calibrated > 0 && calibrated < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(file + ": has no connectRate over 0" + EXPECTED);
    }
    JsonNode cost = root.has("cost") ? root.path("cost") : measured;
    JsonNode own = measured.path("brokerCores");
    JsonNode cores = own.isInt() ? own : root.path("environment").path("cores");
    return new Measurement(
        file,
        rate,
        calibrated,
        starts.isEmpty() ? spread(measured, rate) : RateSpread.of(rate, starts),
        cores.isInt() && cores.intValue() > 0
            ? OptionalInt.of(cores.intValue())
            : OptionalInt.empty(),
        Arrays.stream(Credential.values())
            .filter(it -> it.text().equals(measured.path("authentication").asString("")))
            .findFirst(),
        millis(cost, "tcpMillis"),
        millis(cost, "tlsMillis"),
        millis(cost, "authenticationMillis"));
  }

  /** Returns how fast the fleet of each arm was connected when it started, the slowest first. */
  private static List<Double> startRates(JsonNode root) {
    List<Double> rates = new ArrayList<>();
    for (JsonNode arm : root.path("arms")) {
      double rate = arm.path("result").path("startRatePerSecond").asDouble(0);
      if (rate > 0) {
        rates.add(rate);
      }
    }
    rates.sort(null);
    return rates;
  }

  /** A drill that is no storm says in its arms what capacity they were measured against. */
  private static double connectRate(JsonNode root, JsonNode measured) {
    double stated = measured.path("connectRate").asDouble(0);
    if (stated != 0) {
      return stated;
    }
    for (JsonNode arm : root.path("arms")) {
      double capacity = arm.path("result").path("capacityPerSecond").asDouble(0);
      if (capacity > 0) {
        return capacity;
      }
    }
    return 0;
  }

  /** A calibration names its rounds another way than a storm that made one. */
  private static RateSpread spread(JsonNode measured, double rate) {
    double slowest = measured.path("connectRateLowest").asDouble(0);
    double fastest = measured.path("connectRateHighest").asDouble(0);
    if (slowest == 0) {
      slowest = measured.path("lowestRate").asDouble(0);
      fastest = measured.path("highestRate").asDouble(0);
    }
    return slowest > 0 && slowest <= rate && rate <= fastest
        ? new RateSpread(slowest / rate, fastest / rate)
        : RateSpread.NONE;
  }

  private static OptionalDouble millis(JsonNode cost, String name) {
    double value = cost.path(name).asDouble(0);
    return value > 0 ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Returns C with its source, for a person. */
  public Figure figure() {
    return Figure.given(
        connectRate,
        spread.equals(RateSpread.NONE)
            ? "measured: " + file
            : "measured: %s, %s to %s there"
                .formatted(
                    file,
                    Shown.number(connectRate * spread.slowest()),
                    Shown.number(connectRate * spread.fastest())));
  }
}
