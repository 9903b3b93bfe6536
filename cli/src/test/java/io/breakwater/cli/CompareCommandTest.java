package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {

  @TempDir Path folder;

  @Test
  void armsOfOneJournal_tableChartAndVerdict() {
    CliCall call = CliCall.run("compare", saved("run", TestJournals.flap()));
    assertThat(call.status()).isZero();
    assertThat(call.err()).isEmpty();
    assertThat(call.out())
        .startsWith("flap: spread against jnats")
        .containsPattern("Most attempts in any 100 ms +\\| +9 \\| +1 \\| 9.0× less")
        .contains("jnats   ·█·▁  most 9", "spread  ·▁·▁  most 1")
        .contains("Verdict, spread against jnats: spread came back better")
        .contains("  Most attempts in any 100 ms: spread 1, jnats 9 (better).");
  }

  @Test
  void output_fitsInto80Columns() {
    CliCall call = CliCall.run("compare", saved("run", TestJournals.flap()));
    assertThat(call.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  void limitsThatHold() {
    CliCall call =
        CliCall.run(
            "compare",
            saved("run", TestJournals.flap()),
            "--max-peak-ratio",
            "0.2",
            "--max-restarts",
            "0");
    assertThat(call.status()).isZero();
    assertThat(call.out()).contains("held      Most attempts").contains("held      Container");
  }

  @Test
  void limitThatDoesNotHold() {
    CliCall call =
        CliCall.run("compare", saved("run", TestJournals.flap()), "--max-t100-ratio", "1.0");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.out()).contains("NOT HELD  T100");
  }

  @Test
  void limitOfWhatWasNotMeasured_doesNotHold() {
    CliCall call = CliCall.run("compare", saved("run", TestJournals.flap()), "--max-lost", "0");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.out()).contains("NOT HELD  Messages lost: not measured");
  }

  @Test
  void json_isTheResultAlone() {
    CliCall call =
        CliCall.run(
            "compare", saved("run", TestJournals.flap()), "--max-peak-ratio", "0.01", "--json");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.out())
        .startsWith("{")
        .contains("\"verdict\" : \"candidate\"", "\"held\" : false", "\"baseline\" : \"jnats\"");
  }

  @Test
  void twoJournals_compareTheArmOfTheSameName() {
    String before = saved("before", TestJournals.flap());
    String after =
        saved(
            "after",
            TestJournals.flap(
                3, TestJournals.arm("jnats", 2, 9, 0), TestJournals.arm("spread", 4, 1, 0)));
    CliCall call = CliCall.run("compare", before, after, "--max-t100-ratio", "1.2");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.out())
        .startsWith("flap: spread (B) against spread (A)")
        .contains("A: " + before, "B: " + after)
        .contains("spread (A) came back better");
  }

  @Test
  void twoJournals_withNamedArms() {
    String run = saved("run", TestJournals.flap());
    CliCall call = CliCall.run("compare", run, run, "--baseline", "spread", "--candidate", "jnats");
    assertThat(call.status()).isZero();
    assertThat(call.out()).startsWith("flap: jnats against spread");
  }

  @Test
  void page_isWritten() {
    Path page = folder.resolve("comparison.html");
    CliCall call =
        CliCall.run("compare", saved("run", TestJournals.flap()), "--out", page.toString());
    assertThat(call.status()).isZero();
    assertThat(page).content().contains("<html", "spread", "jnats");
  }

  @Test
  void pageThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    CliCall call =
        CliCall.run(
            "compare",
            saved("run", TestJournals.flap()),
            "--out",
            file.resolve("page.html").toString());
    assertRefused(call, "cannot be written");
  }

  @Test
  void differentOutages_cannotBeCompared() {
    String one = saved("one", TestJournals.flap());
    String other =
        saved(
            "other",
            TestJournals.flap(
                5, TestJournals.arm("jnats", 2, 9, 0), TestJournals.arm("spread", 4, 1, 0)));
    assertRefused(CliCall.run("compare", one, other), "different outage (s) (3.0 and 5.0)");
  }

  @Test
  void unknownArm() {
    assertRefused(
        CliCall.run("compare", saved("run", TestJournals.flap()), "--candidate", "sprad"),
        "no arm \"sprad\" in this flap journal, expected one of [jnats, spread]");
  }

  @Test
  void sameArmTwice() {
    assertRefused(
        CliCall.run("compare", saved("run", TestJournals.flap()), "--candidate", "jnats"),
        "baseline and candidate are both jnats");
  }

  @Test
  void oneArmOnly() {
    Journal journal = TestJournals.flap(3, TestJournals.arm("spread", 2, 1, 0));
    assertRefused(CliCall.run("compare", saved("run", journal)), "has one arm only (spread)");
  }

  @Test
  void noArms() {
    assertRefused(
        CliCall.run("compare", saved("run", TestJournals.flap(3))), "nothing was measured");
  }

  @Test
  void journalThatIsNotThere() {
    assertRefused(CliCall.run("compare", folder.resolve("none").toString()), "no such file");
  }

  @Test
  void folderOfATour_saysWhereItsJournalsAre() {
    saved("tour/flap", TestJournals.flap(3));
    saved("tour/cold-start", TestJournals.flap(3));
    assertRefused(
        CliCall.run("compare", folder.resolve("tour").toString()),
        "expected a journal; there is one in each of: cold-start, flap");
  }

  @Test
  void journalThatIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("journal.json"), "{ \"drill\": ");
    assertRefused(CliCall.run("compare", file.toString()), "not a journal");
  }

  @Test
  void aFileThatIsNoJsonAtAll_isNoJournal_withoutTheParsersWords() throws IOException {
    Path file = Files.writeString(folder.resolve("README.md"), "# Manual\n");
    CliCall call = CliCall.run("compare", file.toString());
    assertRefused(call, "README.md: not a journal: it is not JSON, expected a JSON object with");
    assertThat(call.err()).doesNotContain("Unexpected", "code 35");
  }

  private static void assertRefused(CliCall call, String expected) {
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.out()).isEmpty();
    assertThat(call.err().lines()).singleElement().asString().contains(expected);
  }

  private String saved(String name, Journal journal) {
    Path run = folder.resolve(name);
    JournalFile.write(run.resolve(JournalFile.NAME), journal);
    return run.toString();
  }
}
