package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.LifecycleEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventFileTest {
  @TempDir Path directory;

  @Test
  void everyEvent_isALineOfJson_withTheFieldsOfTheManual() throws Exception {
    List<String> fields = new ArrayList<>();
    for (JsonNode line : written(SampleEvents.ALL)) {
      assertThat(line.get("at").stringValue()).isEqualTo("2026-01-02T03:04:05.678Z");
      assertThat(line.get("source").stringValue()).isEqualTo("mine");
      assertThat(line.propertyNames()).containsExactly("at", "source", "type", "attributes");
      fields.add(
          line.get("type").stringValue()
              + ": "
              + String.join(", ", line.get("attributes").propertyNames()));
    }
    assertThat(fields)
        .containsExactly(
            "opened: servers",
            "attempted: startedAt, attempt, server, outcome, tookMillis, cause",
            "attempted: startedAt, attempt, server, outcome, tookMillis",
            "connected: server, afterMillis, attempts",
            "disconnected: server",
            "reconnected: server, outageMillis, attempts",
            "outage-continues: outageMillis, attempts",
            "connection-replaced: generation, reason",
            "server-removed: server, failures, remaining",
            "fleet-seen: connections, connectRate, rank, periodMillis",
            "drain-started: messages, bytes, ageMillis, expectedMillis",
            "drain-started: messages, bytes, ageMillis",
            "drain-ended: messages, tookMillis",
            "indeterminate: first, last",
            "outbox-recovered: messages",
            "outbox-recovered: messages, damage",
            "stream-created: stream, again",
            "consumer-started: stream, consumer, created",
            "consumer-stopped: stream, consumer, unfinished",
            "jetstream-refused: what, cause",
            "dead-lettered: stream, consumer, subject, sequence, deliveries, to, reason",
            "lame-duck: server",
            "leaving-lame-duck: server",
            "warned: text",
            "failed: cause",
            "closed: ");
  }

  @Test
  void values_areNumbersAndTexts() throws Exception {
    JsonNode attempted = written(SampleEvents.ALL).get(1).get("attributes");
    assertThat(attempted.get("attempt").longValue()).isEqualTo(7);
    assertThat(attempted.get("tookMillis").longValue()).isEqualTo(1_500);
    assertThat(attempted.get("outcome").stringValue()).isEqualTo("OVERLOADED");
    assertThat(attempted.get("startedAt").stringValue()).isEqualTo("2026-01-02T03:04:04.678Z");
    assertThat(attempted.get("cause").stringValue()).isEqualTo("timed \"out\"");
  }

  @Test
  void fileThatExists_isAppendedTo() throws Exception {
    written(List.of(new LifecycleEvent.Closed(SampleEvents.AT)));
    assertThat(written(List.of(new LifecycleEvent.Closed(SampleEvents.AT)))).hasSize(2);
  }

  @Test
  void noVariable_noFile() {
    assertThat(EventFile.open(Map.of(), "mine")).isEmpty();
    assertThat(EventFile.open(Map.of(EventFile.VARIABLE, ""), "mine")).isEmpty();
  }

  @Test
  void fileThatCannotBeOpened_isOneLineInTheLog_andNoReasonToStop() {
    Path missing = directory.resolve("no-such-directory").resolve("events.jsonl");
    List<String> said =
        CapturedLog.of(
            () ->
                assertThat(EventFile.open(Map.of(EventFile.VARIABLE, missing.toString()), "mine"))
                    .isEmpty());
    assertThat(said)
        .singleElement()
        .asString()
        .contains("ERROR")
        .contains("mine - BREAKWATER_EVENT_LOG: cannot append to " + missing + ": ");
  }

  @Test
  void fileThatCannotBeWrittenAnyMore_isReportedOnce() {
    EventFile full = EventFile.open(Map.of(EventFile.VARIABLE, "/dev/full"), "mine").orElseThrow();
    List<String> said = CapturedLog.of(() -> SampleEvents.ALL.forEach(full::onEvent));
    assertThat(said).singleElement().asString().contains("no more events are written");
  }

  private List<JsonNode> written(List<LifecycleEvent> events) throws IOException {
    Path file = directory.resolve("events.jsonl");
    try (EventFile opened =
        EventFile.open(Map.of(EventFile.VARIABLE, file.toString()), "mine").orElseThrow()) {
      events.forEach(opened::onEvent);
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(line -> JsonMapper.shared().readTree(line)).toList();
    }
  }
}
