package io.breakwater.lab.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.lab.history.Event.ExecutionBegan;
import io.breakwater.lab.history.Event.ExecutionEnded;
import io.breakwater.lab.history.Event.Outcome;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecorderTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
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

  private HttpResponse<String> call(String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(recorder.uri().resolve(path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private List<Event> events() {
    return history.entries().stream().map(Entry::event).toList();
  }

  private Socket ask(String request) throws IOException {
    Socket socket = new Socket(recorder.uri().getHost(), recorder.uri().getPort());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  @Test
  void job_isAnsweredWithTheNameOfItsExecution() throws Exception {
    assertThat(call("/x/t1?hold=0&fail=0", "").body()).isEqualTo("e1");
    assertThat(call("/x/t2", "").body()).isEqualTo("e2");

    assertThat(events())
        .containsExactly(
            new ExecutionBegan("e1", "t1", "", 0, List.of(), null),
            new ExecutionEnded("e1", Outcome.ANSWERED),
            new ExecutionBegan("e2", "t2", "", 0, List.of(), null),
            new ExecutionEnded("e2", Outcome.ANSWERED));
  }

  @Test
  void worker_saysWhichAttemptItMakes() throws Exception {
    try (Socket socket =
        ask(
            "POST /x/t1 HTTP/1.1\r\nBreakwater-Attempt: 2\r\nBREAKWATER-WORKER:  worker-3\r\n\r\n")) {
      assertThat(socket.getInputStream().readAllBytes()).asString().endsWith("e1");
    }

    assertThat(events())
        .contains(
            new ExecutionBegan("e1", "t1", "", 0, List.of(), new Event.Attempt(2, "worker-3")));
  }

  @Test
  void step_saysWhatItWasGiven() throws Exception {
    call("/x/t1/each/3", "e7 e8\n");

    assertThat(events())
        .contains(new ExecutionBegan("e1", "t1", "each", 3, List.of("e7", "e8"), null));
  }

  @Test
  void firstExecutionsFail_eachWorkForItself() throws Exception {
    assertThat(call("/x/t1?fail=2", "").statusCode()).isEqualTo(500);
    assertThat(call("/x/t2?fail=1", "").statusCode()).isEqualTo(500);
    assertThat(call("/x/t1?fail=2", "").statusCode()).isEqualTo(500);
    assertThat(call("/x/t1?fail=2", "").statusCode()).isEqualTo(200);
    assertThat(call("/x/t2?fail=1", "").body()).isEqualTo("e5");

    assertThat(events())
        .filteredOn(event -> event instanceof ExecutionEnded)
        .extracting(event -> ((ExecutionEnded) event).outcome())
        .containsExactly(
            Outcome.FAILED, Outcome.FAILED, Outcome.FAILED, Outcome.ANSWERED, Outcome.ANSWERED);
  }

  @Test
  void answer_comesAfterTheHold() throws Exception {
    long before = System.nanoTime();
    call("/x/t1?hold=300", "");

    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThanOrEqualTo(Duration.ofMillis(290));
  }

  @Test
  void callerThatHangsUp_isCut_longBeforeTheHoldIsOver() throws Exception {
    try (Socket socket = ask("POST /x/t1?hold=50000 HTTP/1.1\r\nHost: x\r\n\r\n")) {
      await().atMost(LIMIT).until(() -> !events().isEmpty());
      assertThat(events()).hasSize(1);
      assertThat(socket.isConnected()).isTrue();
    }

    await().atMost(LIMIT).until(() -> events().size() == 2);
    assertThat(events()).contains(new ExecutionEnded("e1", Outcome.CUT));
  }

  @Test
  void callerThatIsKilled_isCut() throws Exception {
    Socket socket = ask("POST /x/t1?hold=50000 HTTP/1.1\r\nHost: x\r\n\r\n");
    await().atMost(LIMIT).until(() -> !events().isEmpty());
    // A reset, as the kernel sends it for a process that has died with unread data.
    socket.setSoLinger(true, 0);
    socket.close();

    await().atMost(LIMIT).until(() -> events().contains(new ExecutionEnded("e1", Outcome.CUT)));
  }

  @Test
  void whatIsNoRequest_isNoExecution_andHarmsNobody() throws Exception {
    for (String wrong :
        List.of(
            "\r\n\r\n",
            "POST /elsewhere HTTP/1.1\r\n\r\n",
            "POST /x/t1?hold=soon HTTP/1.1\r\n\r\n",
            "POST /x/t1/each/none HTTP/1.1\r\n\r\n",
            "POST /x/t1 HTTP/1.1\r\nContent-Length: many\r\n\r\n",
            "POST /x/t1 HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
            "POST /x/%zz HTTP/1.1\r\n\r\n")) {
      try (Socket socket = ask(wrong)) {
        socket.setSoTimeout((int) LIMIT.toMillis());
        assertThat(socket.getInputStream().read()).as(wrong).isEqualTo(-1);
      }
    }

    assertThat(events()).isEmpty();
    assertThat(call("/x/t1", "").body()).isEqualTo("e1");
  }

  @Test
  void close_cutsWhatIsUnderWay() throws Exception {
    try (Socket socket = ask("POST /x/t1?hold=50000 HTTP/1.1\r\nHost: x\r\n\r\n")) {
      await().atMost(LIMIT).until(() -> !events().isEmpty());
      recorder.close();

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(events()).contains(new ExecutionEnded("e1", Outcome.CUT));
    }
  }
}
