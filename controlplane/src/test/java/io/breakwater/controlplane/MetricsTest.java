package io.breakwater.controlplane;

import static io.breakwater.controlplane.Plane.job;
import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.scheduler.SchedulerService;
import io.breakwater.controlplane.worker.BuiltIn;
import io.breakwater.controlplane.worker.JobContext;
import io.breakwater.controlplane.workflow.EngineService;
import io.breakwater.controlplane.workflow.EngineSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Prometheus gets to see. */
@Timeout(120)
class MetricsTest {
  @Test
  void scheduler_tellsWhatItHasAndWhatItHasDone_inAnOutageToo() throws Exception {
    try (Plane plane = new Plane()) {
      SchedulerService scheduler = plane.scheduler("scheduler-1");
      plane.started(
          plane.worker("w1").on("echo", JobContext::payload).on("fail", BuiltIn.FAIL.handler()));
      Bus bus = plane.bus("metrics");
      try (MetricsServer server = MetricsServer.at("127.0.0.1:0", "it")) {
        server.start(bus, "it-1", new SchedulerMetrics(scheduler));
        plane.submit(job("later"));
        plane.submit(job("later"));
        plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);
        plane.awaitState(plane.submit(job("fail")), JobState.FAILED);
        awaitLines(
            server,
            "breakwater_connected{connection=\"it-1\"} 1.0",
            "breakwater_lease_held{lease=\"scheduler\"} 1.0",
            "breakwater_lease_suspended{lease=\"scheduler\"} 0.0",
            "breakwater_jobs_open 2.0",
            "breakwater_jobs_queued{topic=\"later\"} 2.0",
            "breakwater_jobs_running 0.0",
            "breakwater_workers 1.0",
            "breakwater_jobs_dispatch_wait_seconds_count 4",
            "breakwater_jobs_retries_total 2.0",
            "breakwater_jobs_dead_letters_total 1.0",
            "breakwater_jobs_ended_total{state=\"succeeded\"} 1.0",
            "breakwater_jobs_ended_total{state=\"failed\"} 1.0");
        plane.broker().server().kill();
        awaitLines(
            server,
            "breakwater_connected{connection=\"it-1\"} 0.0",
            "breakwater_lease_held{lease=\"scheduler\"} 0.0",
            "breakwater_lease_suspended{lease=\"scheduler\"} 1.0");
        plane.broker().server().restart();
        awaitLines(server, "breakwater_lease_held{lease=\"scheduler\"} 1.0");
        plane.started(plane.worker("w2").on("later", JobContext::payload));
        await().until(() -> scheduler.openJobs() == 0);
        await().untilAsserted(() -> assertThat(scrape(server)).doesNotContain("topic=\"later\""));
      }
    }
  }

  @Test
  void engine_tellsIfItIsTheActiveOne() throws Exception {
    try (Plane plane = new Plane();
        EngineService engine =
            new EngineService(plane.bus("engine-1"), "engine-1", EngineSettings.DEFAULTS);
        MetricsServer server = MetricsServer.at("127.0.0.1:0", "it")) {
      engine.start();
      server.start(plane.client(), "it-1", new EngineMetrics(engine));
      awaitLines(
          server,
          "breakwater_lease_held{lease=\"workflow-engine\"} 1.0",
          "breakwater_runs_open 0.0",
          "breakwater_runs_ended_total{state=\"succeeded\"} 0.0");
      assertThat(engine.endedRuns(RunState.SUCCEEDED)).isZero();
    }
  }

  @Test
  void addressThatIsNone_orTaken_isSaidInOneLine() {
    for (String wrong : List.of("9100", "localhost", "localhost:", "localhost:x", "a:70000")) {
      assertThatThrownBy(() -> MetricsServer.at(wrong, "it"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "--metrics: expected HOST:PORT such as 127.0.0.1:9100, got \"" + wrong + "\"");
    }
    try (MetricsServer taken = MetricsServer.at("127.0.0.1:0", "it")) {
      String address = "127.0.0.1:" + taken.port();
      assertThatThrownBy(() -> MetricsServer.at(address, "it"))
          .hasMessageStartingWith("--metrics: cannot listen at " + address + ": ");
    }
  }

  private static void awaitLines(MetricsServer server, String... lines) {
    await().untilAsserted(() -> assertThat(scrape(server).lines()).contains(lines));
  }

  private static String scrape(MetricsServer server) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + MetricsServer.PATH);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
