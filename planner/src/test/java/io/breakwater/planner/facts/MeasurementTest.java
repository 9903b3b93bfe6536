package io.breakwater.planner.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.simulator.RateSpread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementTest {
  @TempDir Path folder;

  @Test
  void calibration() throws IOException {
    Path file = Files.writeString(folder.resolve("c.json"), "{ \"connectRate\": 14.5 }");
    Figure figure = Measurement.read(file).figure();
    assertThat(figure.value()).isEqualTo(14.5);
    assertThat(figure.source()).isEqualTo("measured: " + file);
    assertThat(figure.assumed()).isFalse();
  }

  @Test
  void journalOfARealStorm() {
    Path run = Path.of("..", "docs", "results", "storm", "150-bcrypt-2s");
    assertThat(Measurement.read(run).connectRate()).isBetween(5.0, 50.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "[", "{\"connectRate\": \"x\"}", "{\"arms\": [{\"result\": {}}]}"})
  void anythingElse_isOneLine(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("c.json"), text);
    assertThatThrownBy(() -> Measurement.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining("expected the output of calibrate --json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1e999"})
  void noNumberOverZero_isNoRate(String rate) throws IOException {
    Path file = Files.writeString(folder.resolve("c.json"), "{ \"connectRate\": " + rate + " }");
    assertThatThrownBy(() -> Measurement.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no connectRate over 0");
  }

  @Test
  void whatWasSimulated_wasNotMeasured() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("j.json"),
            "{ \"parameters\": { \"simulated\": true, \"connectRate\": 15 } }");
    assertThatThrownBy(() -> Measurement.read(file)).hasMessageContaining("simulated itself");
  }

  @Test
  void roundsOfACalibration_andOfAStorm_areHowFarItLayApart() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("c.json"),
            "{ \"connectRate\": 20, \"lowestRate\": 15, \"highestRate\": 22 }");
    assertThat(Measurement.read(file).spread()).isEqualTo(new RateSpread(0.75, 1.1));
    assertThat(Measurement.read(file).figure().source())
        .isEqualTo("measured: " + file + ", 15 to 22 there");
    RateSpread ofAStorm =
        Measurement.read(Path.of("..", "docs", "results", "storm", "150-bcrypt-2s")).spread();
    assertThat(ofAStorm.slowest()).isBetween(0.9, 0.95);
    assertThat(ofAStorm.fastest()).isBetween(1.0, 1.05);
  }

  @Test
  void aBrokerWithProcessorsOfItsOwn_hadNotAllOfTheMachine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("j.json"),
            "{ \"environment\": { \"cores\": 8 },"
                + " \"parameters\": { \"connectRate\": 15, \"brokerCores\": 2 } }");
    assertThat(Measurement.read(file).cores()).hasValue(2);
  }

  @Test
  void aStorm_saysWithWhatCredential() {
    Path apart = Path.of("..", "docs", "results", "storm-apart");
    assertThat(Measurement.read(apart.resolve("1000-tls")).credential()).hasValue(Credential.TLS);
    assertThat(Measurement.read(apart.resolve("10000-none")).credential())
        .hasValue(Credential.NONE);
    assertThat(Measurement.read(apart.resolve("1000-tls")).cores()).hasValue(1);
  }

  @Test
  void fleetsThatStarted_sayC_ofConnectionsThatStay() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("j.json"),
            """
            {"parameters": {"connectRate": 13, "connectRateLowest": 12, "connectRateHighest": 14},
             "arms": [{"result": {"startRatePerSecond": 10.5}},
                      {"result": {"startRatePerSecond": null}}, {"result": null},
                      {"result": {"startRatePerSecond": 8}},
                      {"result": {"startRatePerSecond": 10}}]}
            """);
    Measurement measured = Measurement.read(file);
    assertThat(measured.connectRate()).isEqualTo(10);
    assertThat(measured.calibratedRate()).as("what they are told").isEqualTo(13);
    assertThat(measured.spread()).isEqualTo(new RateSpread(0.8, 1.05));
  }

  @Test
  void theJournalOfAnotherDrill_saysItInAnArm() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("j.json"),
            "{ \"parameters\": {}, \"arms\": [ { \"result\": { \"capacityPerSecond\": 15 } } ] }");
    assertThat(Measurement.read(file).connectRate()).isEqualTo(15);
    assertThat(Measurement.read(file).spread()).isEqualTo(RateSpread.NONE);
  }
}
