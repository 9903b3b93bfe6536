package io.breakwater.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.Authentication;
import io.breakwater.broker.FreePorts;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.lab.light.LightTarget;
import io.breakwater.lab.light.Login;
import io.breakwater.lab.measure.OtherLoad;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CalibratorTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final CalibrateListener NOBODY = new CalibrateListener() {};
  private static final Login ANN = new Login.UserPassword("ann", "secret");

  /** Patient: what a test must not do is depend on how busy the machine is. */
  private static final CalibrateOptions QUICK =
      new CalibrateOptions(
          8, Duration.ofSeconds(10), Duration.ofSeconds(20), 3, Duration.ofMillis(400));

  @Test
  void aCostlyPassword_isFoundInTheRateAndInTheCost() throws InterruptedException {
    Calibration cheap = calibrate(4);
    Calibration costly = calibrate(9);
    // Five steps of bcrypt are a factor of 32; half of it, at least, must show.
    assertThat(costly.connectRate()).isLessThan(cheap.connectRate() / 2);
    assertThat(costly.cost().authenticationMillis())
        .isGreaterThan(2 * cheap.cost().authenticationMillis());
    assertThat(costly.cost().tlsMillis()).isNull();
    assertThat(costly.lowestRate()).isLessThanOrEqualTo(costly.connectRate());
    assertThat(costly.highestRate()).isGreaterThanOrEqualTo(costly.connectRate());
    assertThat(costly.ramp()).hasSizeGreaterThan(1);
    assertThat(costly.establishedRttP99Millis().during()).isPositive();
  }

  private static Calibration calibrate(int cost) throws InterruptedException {
    try (NatsServer broker = start(cost)) {
      return Calibrator.run(target(broker.port(), ANN), QUICK, NOBODY);
    }
  }

  @Test
  void itNeverHasMoreConnectionsThanItMay() throws InterruptedException {
    try (NatsServer broker =
        NatsServer.start(
            ServerConfig.builder()
                .authentication(new Authentication.Bcrypt("ann", "secret", 4))
                .maxConnections(4)
                .build())) {
      // Two handshakes and the one whose round trip is watched; one more may be closing.
      Calibration found =
          Calibrator.run(
              target(broker.port(), ANN), QUICK.withBounds(2, Duration.ofSeconds(10)), NOBODY);
      assertThat(found.connectionsAtOnce()).isLessThanOrEqualTo(2);
      assertThat(found.ramp()).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void theRoundTripReachesItsBound_itStops() throws InterruptedException {
    try (NatsServer broker = start(10)) {
      CalibrateOptions timid =
          QUICK.withBounds(64, Duration.ofNanos(1)).withRounds(3, Duration.ofSeconds(20));
      long start = System.nanoTime();
      assertThatThrownBy(() -> Calibrator.run(target(broker.port(), ANN), timid, NOBODY))
          .isInstanceOf(CalibrationException.class)
          .hasMessageContaining("round trip");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void noBroker_orOtherCredentials_isOneLine() {
    int dead = FreePorts.take();
    try (NatsServer broker = start(4)) {
      assertThatThrownBy(() -> Calibrator.run(target(dead, ANN), QUICK, NOBODY))
          .isInstanceOf(CalibrationException.class)
          .hasMessageMatching("calibrate \\S+:" + dead + ": nobody listens there");
      assertThatThrownBy(
              () -> Calibrator.run(target(broker.port(), new Login.Anonymous()), QUICK, NOBODY))
          .isInstanceOf(CalibrationException.class)
          .hasMessageContaining("needs other credentials");
    } finally {
      FreePorts.giveBack(dead);
    }
  }

  @Test
  void interrupted_itHangsUp() throws InterruptedException {
    try (NatsServer broker = NatsServer.start(ServerConfig.builder().monitoring().build())) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () -> Calibrator.run(target(broker.port(), new Login.Anonymous()), QUICK, NOBODY))
          .isInstanceOf(InterruptedException.class);
      await().atMost(LIMIT).until(() -> broker.monitoring().varz().connections() == 0);
    }
  }

  @Test
  void roundsThatDiffer_andOtherProcesses_areDoubts() {
    assertThat(found(14, 16, null, new OtherLoad(0.3, 2)).doubts()).isEmpty();
    assertThat(found(1.594, 5.604, null, new OtherLoad(1.42, 2)).doubts())
        .containsExactly(
            "C is uncertain: its rounds gave 1.59/s to 5.60/s",
            "C is too small: other processes kept 1.4 of 2 processors busy while it was measured");
    assertThat(found(14, 16, "the bound of 4 connections", null).doubts())
        .containsExactly("C may be higher: stopped by the bound of 4 connections");
  }

  @Test
  void meaning_saysIfAWaveCollapses() {
    Calibration found = found(14, 16, null, null);
    assertThat(found.meaning(150, Duration.ofSeconds(2)))
        .isEqualTo(
            "150 connections need 10 s; a wave of all of them exceeds a connect timeout of 2 s and"
                + " will collapse");
    assertThat(found.meaning(3, Duration.ofSeconds(2)))
        .isEqualTo(
            "3 connections need 0.2 s; a wave of all of them stays within a connect timeout of"
                + " 2 s");
  }

  private static Calibration found(
      double lowest, double highest, @Nullable String stoppedBy, @Nullable OtherLoad otherLoad) {
    return new Calibration(
        "nats",
        15,
        lowest,
        highest,
        stoppedBy == null,
        stoppedBy,
        4,
        new Calibration.Cost(1, null, 130),
        List.of(),
        new Calibration.RoundTrip(1.0, 2.0),
        otherLoad);
  }

  private static NatsServer start(int bcryptCost) {
    return NatsServer.start(
        ServerConfig.builder()
            .authentication(new Authentication.Bcrypt("ann", "secret", bcryptCost))
            .build());
  }

  private static LightTarget target(int port, Login login) {
    return new LightTarget(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), login, null);
  }
}
