package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JournalFileTest {
  @TempDir Path folder;

  @Test
  void journal_isReadableToWhoeverMayReadTheFolder(@TempDir Path folder) throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "as any other file");
    Path file = folder.resolve(JournalFile.NAME);
    JournalFile.write(file, Samples.flap());
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void write_read_equal() {
    Journal journal = Samples.flap();
    Path file = folder.resolve("runs/1/journal.json");
    JournalFile.write(file, journal);
    assertThat(JournalFile.read(file)).isEqualTo(journal);
    assertThat(JournalFile.read(folder.resolve("runs/1"))).isEqualTo(journal);
  }

  @Test
  void write_replacesTheOldOne_leavesNoTemporaryFile() throws IOException {
    Path file = folder.resolve("journal.json");
    JournalFile.write(file, Samples.flap());
    JournalFile.write(file, Samples.coldStart());
    assertThat(JournalFile.read(file).drill()).isEqualTo("cold-start");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void namesOfTheDesignAreLiterallyThere() {
    JsonNode root = Json.MAPPER.readTree(JournalFile.toJson(Samples.flap()));
    assertThat(names(root))
        .contains("drill", "status", "start", "end", "environment", "arms", "comparison");
    assertThat(root.get("status").stringValue()).isEqualTo("completed");
    assertThat(root.get("start").stringValue()).isEqualTo("2026-01-02T03:04:05Z");
    JsonNode arm = root.get("arms").get(0);
    assertThat(names(arm)).contains("name", "policy", "steadyState", "result", "timeline");
    assertThat(arm.get("steadyState").get("before").get("met").booleanValue()).isTrue();
    assertThat(names(arm.get("result")))
        .contains(
            "replicas",
            "connected",
            "capacityPerSecond",
            "boundSeconds",
            "t50Seconds",
            "t99Seconds",
            "t100Seconds",
            "ratio",
            "attempts",
            "attemptsPerReplica",
            "overloadedAttempts",
            "connectTimeoutSeconds",
            "outcomes",
            "peakAttemptsPer100ms",
            "peakAttemptsPerSecond",
            "attemptsPerMinute",
            "brokerCpuSeconds",
            "clientCpuSeconds",
            "clientCpuDownSeconds",
            "startRatePerSecond",
            "restarts",
            "timeToReadySeconds",
            "accepted",
            "lost",
            "duplicated",
            "indeterminate",
            "establishedRttP99Millis");
    assertThat(names(arm.get("result").get("establishedRttP99Millis")))
        .containsExactly("before", "during");
    assertThat(names(arm.get("timeline")))
        .contains("binMillis", "attempts", "connected", "brokerCpu");
    assertThat(names(root.get("comparison")))
        .contains("baseline", "candidate", "t100Ratio", "peakRatio", "verdict");
  }

  @Test
  void unmeasuredIsWrittenAsNull_readAsNull() {
    Arm arm =
        Arm.of("a", Map.of(), SteadyState.UNCHECKED, Result.builder().replicas(9).build(), null);
    String json = Json.MAPPER.writeValueAsString(arm);
    assertThat(json).contains("\"t100Seconds\":null", "\"lost\":null", "\"timeline\":null");
    assertThat(json).contains("\"replicas\":9").doesNotContain(":0");
    assertThat(Json.MAPPER.readValue(json, Arm.class)).isEqualTo(arm);
  }

  @Test
  void aJournalFromBeforeAFigure_isRead_withoutIt() throws IOException {
    String json = JournalFile.toJson(Samples.flap());
    Path file = written(json.replaceAll("\\s*\"clientCpuDownSeconds\" : [^,]+,", ""));
    assertThat(file).content().doesNotContain("clientCpuDownSeconds").contains("clientCpuSeconds");
    assertThat(JournalFile.read(file)).isEqualTo(Samples.flap());
  }

  @Test
  void unknownFieldsAreIgnored_absentOnesAreEmpty() throws IOException {
    Path file =
        written(
            """
            {"drill": "flap", "status": "aborted", "start": "2026-01-01T00:00:00Z",
             "end": "2026-01-01T00:00:01Z", "environment": {"cores": 2, "planet": "earth"},
             "future": [1], "arms": [{"name": "a", "result": {"replicas": 3, "mood": 1}}]}
            """);
    Journal journal = JournalFile.read(file);
    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.parameters()).isEmpty();
    assertThat(journal.comparison()).isNull();
    assertThat(journal.arms().get(0).steadyState()).isEqualTo(SteadyState.UNCHECKED);
    assertThat(journal.arms().get(0).result()).isEqualTo(Result.builder().replicas(3).build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "42",
        "{}",
        "not json at all",
        "{\"drill\": \"flap\"}",
        "{\"drill\": \"flap\", \"status\": \"great\"}",
        "{\"drill\": \"flap\", \"arms\": [{\"name\": \"a\", \"timeline\": {\"binMillis\": 0}}]}",
        "{\"drill\": \"flap\", \"arms\": [null]}",
        "{\"drill\": \"flap\"]"
      })
  void notAJournal_oneLineThatNamesTheFileAndWhatWasExpected(String text) throws IOException {
    Path file = written(text);
    assertThatThrownBy(() -> JournalFile.read(file))
        .isInstanceOf(JournalException.class)
        .hasMessageContainingAll(file + ": not a journal: ", "expected a JSON object with drill")
        .hasMessageNotContainingAny("\n", "Exception", "tools.jackson", "io.breakwater", "Source");
  }

  @Test
  void truncatedAnywhere_neverReadAsAWholeOne() throws IOException {
    String json = JournalFile.toJson(Samples.flap()).stripTrailing();
    for (int length = 1; length < json.length(); length += 97) {
      Path file = written(json.substring(0, length));
      assertThatThrownBy(() -> JournalFile.read(file))
          .isInstanceOf(JournalException.class)
          .hasMessageStartingWith(file + ": not a journal: ")
          .hasMessageNotContainingAny("Source", "REDACTED", "StreamReadFeature", "\n");
    }
  }

  @Test
  void truncated_saysSo_andWhere() throws IOException {
    for (String start : List.of("{\n", "{\"drill\":\n", "{\"drill\": \"flap\",\n\"sta")) {
      Path file = written(start);
      assertThatThrownBy(() -> JournalFile.read(file))
          .hasMessage(file + ": not a journal: ends in the middle (line 2)");
    }
  }

  @Test
  void trailingTextIsNotAJournal() throws IOException {
    Path file = written(JournalFile.toJson(Samples.flap()) + "{}");
    assertThatThrownBy(() -> JournalFile.read(file)).isInstanceOf(JournalException.class);
  }

  @Test
  void missingFile_emptyFolder_unwritableFolder() throws IOException {
    Path missing = folder.resolve("none.json");
    assertThatThrownBy(() -> JournalFile.read(missing))
        .isInstanceOf(JournalException.class)
        .hasMessage(missing + ": no such file, expected a journal");
    assertThatThrownBy(() -> JournalFile.read(folder))
        .hasMessage(folder.resolve("journal.json") + ": no such file, expected a journal");
    Path inFile = written("x").resolve("journal.json");
    assertThatThrownBy(() -> JournalFile.write(inFile, Samples.flap()))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith(inFile + ": cannot be written");
  }

  @Test
  void binaryFile() throws IOException {
    Path file = Files.write(folder.resolve("x"), new byte[] {(byte) 0xff, 0, (byte) 0xfe});
    assertThatThrownBy(() -> JournalFile.read(file))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith(file.toString());
  }

  @Test
  void arm_unknownName_listsTheNames() {
    assertThatThrownBy(() -> Samples.flap().arm("sprawl"))
        .isInstanceOf(JournalException.class)
        .hasMessage("no arm \"sprawl\" in this flap journal, expected one of [jnats, spread]");
  }

  private Path written(String text) throws IOException {
    return Files.writeString(folder.resolve("bad.json"), text);
  }

  private static List<String> names(JsonNode node) {
    return List.copyOf(node.propertyNames());
  }
}
