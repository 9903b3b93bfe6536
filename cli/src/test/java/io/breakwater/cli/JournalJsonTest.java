package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalJsonTest {

  private final Journal completed = TestJournals.flap();
  private final Journal aborted = JournalJson.aborted("flap", "port 4222 is taken");

  @Test
  void journal_isPrintedAsItStandsInItsFile() {
    assertThat(printed(JournalJson.of(completed))).isEqualTo(JournalFile.toJson(completed));
  }

  @Test
  void tour_isCompleted_ifAllRunsAre() {
    assertThat(printed(JournalJson.tour(List.of(completed, completed))))
        .contains("\"drill\" : \"tour\"", "  \"status\" : \"completed\",\n  \"runs\"")
        .contains("\"drill\" : \"flap\"");
  }

  @Test
  void tour_isAborted_ifARunIs() {
    assertThat(printed(JournalJson.tour(List.of(completed, aborted))))
        .contains("  \"status\" : \"aborted\",\n  \"runs\"", "port 4222 is taken");
  }

  private static String printed(Object value) {
    StringWriter text = new StringWriter();
    JsonOutput.print(new PrintWriter(text), value);
    return text.toString();
  }
}
