package io.breakwater.lab.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The load against gateways that keep their word, and such that do not. */
@Timeout(120)
class WorkTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** For a gateway in the same process that has forgotten a job, and will not remember it. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @TempDir Path folder;
  private History history;
  private Recorder recorder;

  @BeforeEach
  void start() {
    history = History.open(folder.resolve(History.NAME));
    recorder = Recorder.start(history);
  }

  @AfterEach
  void close() {
    recorder.close();
    history.close();
  }

  private static WorkOptions jobs(int jobs, long seed, URI... gateways) {
    return new WorkOptions(
        List.of(gateways), "secret-key", jobs, 50, 0, 0, Duration.ofSeconds(1), seed);
  }

  private HistoryReport report(WorkOptions options) throws Exception {
    try (Work work = Work.start(options, history, recorder, PATIENCE)) {
      assertThat(work.awaitSettled(LIMIT)).isTrue();
      assertThat(work.open()).isZero();
    }
    return Checker.check(history.entries());
  }

  @Test
  void gatewayThatKeepsItsWord() throws Exception {
    try (StandInGateway gateway = new StandInGateway()) {
      HistoryReport report = report(jobs(40, 1, gateway.uri()));

      assertThat(report.violations()).isEmpty();
      assertThat(report.counts().works()).isEqualTo(40);
      assertThat(report.counts().settled()).isEqualTo(40);
      assertThat(report.counts().accepted()).as("some twice").isGreaterThan(40);
      assertThat(report.counts().againAfterFailure()).as("retried").isPositive();
      assertThat(history.entries().toString()).doesNotContain("secret-key");
    }
  }

  @Test
  void refused_isSaidSo_andWhatHasAKeyIsSentAgain() throws Exception {
    class Refusing extends StandInGateway {
      Refusing() throws IOException {}

      @Override
      void submitted(HttpExchange exchange, JsonNode body) throws IOException {
        if (submissions.incrementAndGet() % 2 == 1) {
          exchange.getResponseHeaders().set("Retry-After", "0");
          reply(exchange, 503, Map.of("detail", "the broker is away"));
        } else {
          super.submitted(exchange, body);
        }
      }
    }
    try (Refusing gateway = new Refusing()) {
      HistoryReport report = report(jobs(30, 2, gateway.uri()));

      assertThat(report.violations()).isEmpty();
      assertThat(report.counts().refused()).isPositive();
      assertThat(history.entries())
          .extracting(Entry::event)
          .anyMatch(event -> event instanceof Event.Refused it && it.status() == 503);
    }
  }

  @Test
  void gatewayThatIsNotThere_refuses_andOneThatHangsUp_isUnknown() throws Exception {
    class HangingUp extends StandInGateway {
      HangingUp() throws IOException {}

      @Override
      void submitted(HttpExchange exchange, JsonNode body) {
        submissions.incrementAndGet();
        // Closed without an answer.
      }
    }
    URI nobody;
    try (StandInGateway gone = new StandInGateway()) {
      nobody = gone.uri();
    }
    try (HangingUp gateway = new HangingUp()) {
      HistoryReport report = report(jobs(8, 3, nobody, gateway.uri()));

      assertThat(report.violations()).isEmpty();
      assertThat(report.counts().accepted()).isZero();
      assertThat(report.counts().refused()).isPositive();
      assertThat(report.counts().unknown()).isPositive();
    }
  }

  @Test
  void gatewayThatRefusesAndDoesItAllTheSame_isFound() throws Exception {
    class Lying extends StandInGateway {
      Lying() throws IOException {}

      @Override
      void submitted(HttpExchange exchange, JsonNode body) throws IOException {
        execute(new Job(), body);
        exchange.getResponseHeaders().set("Retry-After", "0");
        reply(exchange, 503, Map.of());
      }
    }
    try (Lying gateway = new Lying()) {
      report(jobs(5, 4, gateway.uri()));
    }
    // The last of them may still be under way, but not all.
    assertThat(Checker.check(history.entries()).violations())
        .extracting(Violation::invariant)
        .contains(Invariant.REFUSED_NEVER_RUNS);
  }

  @Test
  void gatewayThatForgetsWhatHasEnded_isFoundAtTheLastLook() throws Exception {
    class Forgetting extends StandInGateway {
      Forgetting() throws IOException {}

      @Override
      void asked(HttpExchange exchange, String id) throws IOException {
        super.asked(exchange, id);
        Job job = jobs.get(id);
        // Three looks see it SUCCEEDED, the last one does not find it.
        if (job != null && job.state.equals("SUCCEEDED") && job.attempt.incrementAndGet() > 3) {
          jobs.remove(id);
        }
      }
    }
    try (Forgetting gateway = new Forgetting()) {
      assertThat(report(jobs(5, 5, gateway.uri())).violations())
          .extracting(Violation::invariant)
          .contains(Invariant.ACCEPTED_IS_KEPT);
    }
  }

  @Test
  void gatewayThatIgnoresKeys_isFound() throws Exception {
    class Keyless extends StandInGateway {
      Keyless() throws IOException {}

      @Override
      String id(HttpExchange exchange) {
        return "j-" + submissions.get();
      }
    }
    try (Keyless gateway = new Keyless()) {
      assertThat(report(jobs(25, 6, gateway.uri())).violations())
          .extracting(Violation::invariant)
          .contains(Invariant.ONE_KEY_ONE_ID, Invariant.EXECUTED_AGAIN_FOR_A_REASON);
    }
  }

  @Test
  void stop_endsWorkWithoutAnEnd_andCloseEndsAllCalls() throws Exception {
    try (StandInGateway gateway = new StandInGateway()) {
      Work work = Work.start(jobs(0, 7, gateway.uri()), history, recorder);
      assertThat(work.awaitSettled(Duration.ofMillis(300))).as("no end").isFalse();
      work.stop();
      assertThat(work.awaitSettled(LIMIT)).isTrue();
      work.close();
      int entries = history.entries().size();
      int submissions = gateway.submissions.get();

      assertThat(entries).isPositive();
      await()
          .pollDelay(Duration.ofMillis(500))
          .untilAsserted(
              () -> {
                assertThat(history.entries()).hasSize(entries);
                assertThat(gateway.submissions).hasValue(submissions);
              });
    }
  }

  @Test
  void sameSeed_sameWork() {
    for (int number = 0; number < 200; number++) {
      assertThat(plan(9, number)).isEqualTo(plan(9, number));
    }
    assertThat(plan(9, 1)).isNotEqualTo(plan(10, 1));
  }

  private static JobPlan plan(long seed, int number) {
    return JobPlan.of("t", seed, number, Duration.ofSeconds(20));
  }

  @Test
  void someTakeSeconds_aFewLongerThanAMessageMayWait_noneLongerThanTheLongest() {
    List<Integer> holds =
        IntStream.range(0, 2_000).mapToObj(number -> plan(3, number).holdMillis()).toList();

    assertThat(holds).filteredOn(hold -> hold >= 1_000).hasSizeBetween(200, 500);
    assertThat(holds).filteredOn(hold -> hold > 15_000).hasSizeBetween(10, 60);
    assertThat(holds).filteredOn(hold -> hold < 300).hasSizeGreaterThan(1_000);
    assertThat(holds).allMatch(hold -> hold <= 20_000);
  }

  @Test
  void optionsThatCannotBe() {
    URI gateway = URI.create("http://127.0.0.1:1");
    assertThatThrownBy(() -> jobs(1, 1)).hasMessageContaining("gateways: expected one");
    assertThatThrownBy(() -> jobs(-1, 1, gateway)).hasMessageContaining("jobs: expected 0 or more");
    assertThatThrownBy(
            () ->
                new WorkOptions(
                    List.of(gateway), null, 1, Double.NaN, 0, 0, Duration.ofSeconds(1), 1))
        .hasMessageContaining("jobsPerSecond");
    assertThatThrownBy(
            () -> new WorkOptions(List.of(gateway), null, 1, 1, 0, 0, Duration.ofSeconds(26), 1))
        .hasMessageContaining("longest: expected 1 s to 25 s");
    assertThat(jobs(1, 1, gateway).toString()).doesNotContain("secret-key");
  }
}
