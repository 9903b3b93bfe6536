package io.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.policy.AttemptOutcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A million replicas through an outage of ten minutes, in a JVM of one processor and 1 GiB. */
class MillionTest {
  private static final int MILLION = 1_000_000;

  /** Runs it and prints what came of it. */
  public static void main(String[] args) {
    long start = System.nanoTime();
    SimulatedRun run =
        Models.run(
            TierModel.of(BrokerModel.ofRate(16, 10_000), 1),
            Scenario.outage(1, Duration.ofMinutes(10), Duration.ofMinutes(10)),
            1,
            Models.fleet("spread", MILLION, 10_000, Duration.ofSeconds(10)));
    SimulatedRun.Fleet fleet = run.fleet(0);
    System.out.printf(
        "connected %d, refused %d, peak %d, t100 %.1f%n",
        fleet.connected(),
        fleet.outcomes(AttemptOutcome.REFUSED),
        fleet.peakPerSecond(),
        fleet.secondsUntil(100));
    System.err.printf("%,d events in %.2f s%n", run.events(), (System.nanoTime() - start) / 1e9);
  }

  @Test
  void fitsIntoOneProcessorAndOneGibibyte() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:ActiveProcessorCount=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MillionTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      // Seconds; the rest is for machines that do much else.
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // 5.7 periods of N / (0.95 C) = 105.3 s fit into the outage, to the attempt.
      assertThat(out).isEqualTo("connected 1000000, refused 5700000, peak 9500, t100 105.3\n");
    } finally {
      process.destroyForcibly();
    }
  }
}
