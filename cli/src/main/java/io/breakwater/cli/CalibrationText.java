package io.breakwater.cli;

import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.breakwater.journal.ArmsTable;
import io.breakwater.lab.calibrate.Calibration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A calibration for a terminal of 80 columns, and as JSON. */
final class CalibrationText {
  private CalibrationText() {}

  /** Returns the table. */
  static String table(Calibration found) {
    List<String[]> rows = new ArrayList<>();
    rows.add(row("Broker", found.server()));
    rows.add(
        row("C, connections per second", (found.saturated() ? "" : "at least ") + rate(found)));
    rows.add(
        row(
            "  slowest and fastest round",
            number(found.lowestRate()) + " to " + number(found.highestRate())));
    rows.add(row("  handshakes at a time", Integer.toString(found.connectionsAtOnce())));
    rows.add(row("On the way up, at a time: per second", ramp(found)));
    rows.add(row("One handshake alone", ""));
    rows.add(row("  TCP, until the server's INFO", millis(found.cost().tcpMillis())));
    rows.add(row("  TLS", millis(found.cost().tlsMillis())));
    rows.add(row("  authentication", millis(found.cost().authenticationMillis())));
    rows.add(row("Round trip p99 of a client", ""));
    rows.add(row("  before", millis(found.establishedRttP99Millis().before())));
    rows.add(row("  while C was measured", millis(found.establishedRttP99Millis().during())));
    return TextTable.plain(
        List.of(
            new Column().dataAlign(HorizontalAlign.LEFT).maxWidth(40),
            new Column().dataAlign(HorizontalAlign.LEFT).maxWidth(36)),
        rows.toArray(Object[][]::new));
  }

  private static String[] row(String label, String value) {
    return new String[] {label, value};
  }

  /** Returns C as a person writes it, and as it is written into a policy. */
  static String rate(Calibration found) {
    return number(found.connectRate());
  }

  private static String ramp(Calibration found) {
    return found.ramp().stream()
        .map(step -> step.connectionsAtOnce() + ": " + number(step.perSecond()))
        .collect(Collectors.joining(", "));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 1 ? "%.1f" : "%.3f", value);
  }

  private static String millis(@Nullable Double value) {
    return value == null ? ArmsTable.NOT_MEASURED : number(value) + " ms";
  }

  /** Returns it as JSON, with what it means. */
  static Map<String, @Nullable Object> json(
      Calibration found, List<String> meaning, @Nullable String written) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("status", "completed");
    json.put("server", found.server());
    json.put("connectRate", found.connectRate());
    json.put("lowestRate", found.lowestRate());
    json.put("highestRate", found.highestRate());
    json.put("saturated", found.saturated());
    json.put("stoppedBy", found.stoppedBy());
    json.put("connectionsAtOnce", found.connectionsAtOnce());
    json.put("cost", found.cost());
    json.put("ramp", found.ramp());
    json.put("establishedRttP99Millis", found.establishedRttP99Millis());
    json.put("otherLoad", found.otherLoad());
    json.put("doubts", found.doubts());
    json.put("meaning", meaning);
    json.put("written", written);
    return json;
  }

  /** Returns the JSON of one that came to nothing. */
  static Map<String, @Nullable Object> json(String status, String message) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("status", status);
    json.put("message", Objects.requireNonNull(message));
    return json;
  }
}
