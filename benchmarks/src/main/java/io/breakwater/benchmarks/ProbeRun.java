package io.breakwater.benchmarks;

import io.breakwater.broker.NatsServer;
import io.breakwater.policy.ProbePlan;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How fast a service under load answers its probes, while connected and during an outage.
 *
 * <p>Both times it tries to publish 10,000 messages/s; during the outage each of them is refused
 * with an exception. It is asked at a fixed rate, and an answer that is late counts for those
 * questions too that it kept from being asked in time.
 */
final class ProbeRun implements Benchmark {
  private static final int MESSAGES_PER_SECOND = 10_000;
  private static final double LIMIT_MILLIS = 5;
  private static final Duration TURN = Duration.ofSeconds(60);

  /** A twentieth of what it is asked to publish in the same time, so the load stays the load. */
  private static final long PERIOD_NANOS = 2_000_000;

  private static final List<String> KINDS =
      List.of(
          "GET /readyz, new connection",
          "GET /livez, new connection",
          "GET /readyz, keep-alive asked for");

  /** One round of one side: a histogram, in nanoseconds, for each kind of request. */
  private record Round(List<Histogram> histograms) {
    double millis(int kind, double percentile) {
      return histograms.get(kind).getValueAtPercentile(percentile) / 1e6;
    }
  }

  @Override
  public List<Comparison> run(Settings settings) throws Exception {
    List<Round> outages = new ArrayList<>();
    List<Round> connecteds = new ArrayList<>();
    try (NatsServer server = NatsServer.start();
        ServiceProcess service = ServiceProcess.start(server.url(), MESSAGES_PER_SECOND);
        ProbeRequest readiness = ready(service, false);
        ProbeRequest liveness =
            new ProbeRequest(service.probePort(), ProbePlan.LIVENESS_PATH, false);
        ProbeRequest kept = ready(service, true)) {
      List<ProbeRequest> requests = List.of(readiness, liveness, kept);
      for (int round = 1; round <= settings.rounds(); round++) {
        await(readiness, 200);
        connecteds.add(measured(settings, service, requests, true));
        server.kill();
        await(readiness, 503);
        outages.add(measured(settings, service, requests, false));
        server.restart();
      }
    }
    List<Comparison> comparisons = new ArrayList<>();
    for (int kind = 0; kind < KINDS.size(); kind++) {
      comparisons.add(compare(kind, "p50", 50, outages, connecteds));
      comparisons.add(compare(kind, "p99", 99, outages, connecteds).below(LIMIT_MILLIS));
      comparisons.add(compare(kind, "max", 100, outages, connecteds));
    }
    return comparisons;
  }

  private static ProbeRequest ready(ServiceProcess service, boolean keepsConnection) {
    return new ProbeRequest(service.probePort(), ProbePlan.READINESS_PATH, keepsConnection);
  }

  private static Comparison compare(
      int kind, String name, double percentile, List<Round> outages, List<Round> connecteds) {
    return Comparison.of(
        "probe: " + KINDS.get(kind) + ", " + name,
        "ms",
        "outage / connected",
        outages.stream().map(round -> round.millis(kind, percentile)).toList(),
        connecteds.stream().map(round -> round.millis(kind, percentile)).toList());
  }

  private static void await(ProbeRequest readiness, int status)
      throws IOException, TimeoutException {
    long deadline = System.nanoTime() + TURN.toNanos();
    while (readiness.ask() != status) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("readiness did not answer " + status + " within " + TURN);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static Round measured(
      Settings settings, ServiceProcess service, List<ProbeRequest> requests, boolean connected)
      throws IOException {
    ask(settings.warmup(), requests, connected);
    ServiceProcess.Published before = service.published();
    Round round = ask(settings.measurement().multipliedBy(2), requests, connected);
    ServiceProcess.Published after = service.published();
    long accepted = after.accepted() - before.accepted();
    long refused = after.refused() - before.refused();
    if (connected ? refused > 0 || accepted == 0 : accepted > 0 || refused == 0) {
      throw new IllegalStateException(
          "not the load that was to be measured: %d accepted, %d refused, %s"
              .formatted(accepted, refused, connected ? "connected" : "in an outage"));
    }
    return round;
  }

  private static Round ask(Duration time, List<ProbeRequest> requests, boolean connected)
      throws IOException {
    List<Histogram> histograms = requests.stream().map(request -> new Histogram(3)).toList();
    long begin = System.nanoTime();
    for (int i = 0; System.nanoTime() - begin < time.toNanos(); i++) {
      int kind = i % requests.size();
      sleepUntil(begin + i * PERIOD_NANOS);
      long asked = System.nanoTime();
      int status = requests.get(kind).ask();
      histograms
          .get(kind)
          .recordValueWithExpectedInterval(
              System.nanoTime() - asked, PERIOD_NANOS * requests.size());
      boolean liveness = kind == 1;
      if (status != (connected || liveness ? 200 : 503)) {
        throw new IllegalStateException(KINDS.get(kind) + " answered " + status);
      }
    }
    return new Round(histograms);
  }

  private static void sleepUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
