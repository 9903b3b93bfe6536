package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class WorkTableTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:20Z");
  private static final String JOB = "j-Qm3yq7Kc0mT1uVbW2xYz4A";
  private static final String OF_A_RUN = "r-Qm3yq7Kc0mT1uVbW2xYz4A.check.12";

  @Test
  void offATerminal_nothingIsCut() {
    assertThat(WorkTable.jobs(List.of(job(OF_A_RUN)), NOW, OptionalInt.empty()))
        .contains(OF_A_RUN, "worker-1-of-a-long-name", "15s ago");
  }

  @Test
  void theWorker_givesWay_shortened() {
    assertThat(WorkTable.jobs(List.of(job(JOB)), NOW, OptionalInt.of(80)))
        .contains(JOB, "worker-1", "...", "15s ago")
        .satisfies(table -> assertThat(table.lines()).allMatch(line -> line.length() <= 80));
  }

  @Test
  void theWorker_givesWay_altogether_andTheIdStaysWhole() {
    assertThat(WorkTable.jobs(List.of(job(OF_A_RUN)), NOW, OptionalInt.of(80)))
        .contains(OF_A_RUN, "15s ago")
        .doesNotContain("worker")
        .satisfies(table -> assertThat(table.lines()).allMatch(line -> line.length() <= 80));
  }

  @Test
  void aLiveTable_cutsWhatWouldWrap_andDrawsOverExactlyWhatItDrew() {
    StringWriter screen = new StringWriter();
    LiveTable table = new LiveTable(new PrintWriter(screen));
    table.draw("0123456789abc\nshort", 10);
    table.draw("next", 10);
    assertThat(screen.toString().replace(System.lineSeparator(), "\n"))
        .isEqualTo("0123456789\nshort\n\u001b[2A\u001b[Jnext\n");
  }

  @Test
  void theScreen_keepsTheNewerOfTwo_andItsTimesAdvance() {
    StringWriter screen = new StringWriter();
    try (WatchScreen watch = new WatchScreen(new PrintWriter(screen), () -> OptionalInt.of(80))) {
      watch.note("nothing open");
      watch.change(false, GatewayClient.parse(text(JOB, "SUCCEEDED", "2026-11-23T10:00:09Z")));
      watch.change(false, GatewayClient.parse(text(JOB, "RUNNING", "2026-11-23T10:00:08Z")));
      assertThat(screen.toString()).contains("nothing open", "SUCCEEDED").doesNotContain("RUNNING");
    }
  }

  private static JsonNode job(String id) {
    return GatewayClient.parse(text(id, "DISPATCHED", "2026-11-23T10:00:05Z"));
  }

  private static String text(String id, String state, String at) {
    return """
    {"id": "%s", "topic": "echo", "state": "%s", "attempt": 1, "maxAttempts": 3,
     "worker": "worker-1-of-a-long-name", "updatedAt": "%s"}
    """
        .formatted(id, state, at);
  }
}
