package io.breakwater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class HtmlReportTest {
  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>\"'&{{drill}}";

  @TempDir Path folder;

  @Test
  void samples_forTheEye() {
    Path target = Path.of("target", "reports");
    HtmlReport.write(target.resolve("flap.html"), Samples.flap());
    HtmlReport.write(target.resolve("cold-start.html"), Samples.coldStart());
    HtmlReport.write(target.resolve("three-arms.html"), Samples.threeArms());
    assertThat(target.resolve("three-arms.html")).content().contains("not reached");
    assertThat(target.resolve("flap.html")).isNotEmptyFile();
    assertThat(target.resolve("cold-start.html")).isNotEmptyFile();
  }

  @Test
  void doubtsAndHazards_standWhereTheyAreSeen() {
    HazardRow hazard =
        new HazardRow(
            4,
            "FIN after a reconnect",
            List.of(
                new HazardRow.End("jnats", false, "no message goes through"),
                new HazardRow.End("bus", true, "left the dead socket")));
    Journal one = Samples.flap();
    Journal journal =
        new Journal(
            one.drill(),
            one.status(),
            null,
            one.start(),
            one.end(),
            one.environment(),
            Map.of(
                Journal.DOUBTS, List.of("C is not valid"), Journal.HAZARDS, List.of(hazard.json())),
            null,
            one.arms(),
            null);
    assertThat(HazardRow.of(journal)).containsExactly(hazard);
    assertThat(journal.doubts()).containsExactly("C is not valid");
    assertThat(HtmlReport.render(journal))
        .contains("Careful:</strong> C is not valid.", "no message goes through", "<h2>Hazards")
        .doesNotContain("<dt>doubts", "<dt>hazards");
    assertThat(HtmlReport.render(one)).doesNotContain("Careful:", "<h2>Hazards");
  }

  @Test
  void nothingIsLoadedFromAnywhere() {
    String page = HtmlReport.render(Samples.coldStart());
    assertThat(page).doesNotContainPattern("<link|<iframe|<img|@import|@font-face|\\ssrc=");
    assertThat(page).doesNotContainPattern("url\\(|fetch\\(|XMLHttpRequest|import\\(");
    assertThat(page).contains("uPlot");
    Pattern address = Pattern.compile("https?://[^\\s\"'<)]+");
    assertThat(address.matcher(page).results().map(m -> m.group()))
        .as("addresses in comments and name spaces only")
        .allMatch(url -> url.contains("github.com/leeoniya/uPlot") || url.contains("w3.org"));
  }

  @Test
  void hostileTexts_areTextEverywhere() {
    Arm arm =
        new Arm(
            HOSTILE,
            Map.of(HOSTILE, HOSTILE),
            new SteadyState(new SteadyState.Check(HOSTILE, false, HOSTILE), null),
            Samples.result(9, 9, 1.5).build(),
            Shapes.flapTimeline(2000, 0, 9),
            List.of(
                new PodRow(
                    HOSTILE,
                    false,
                    HOSTILE,
                    1,
                    1,
                    null,
                    null,
                    List.of(new PodRow.Phase(HOSTILE, 0)))),
            List.of(HOSTILE));
    Journal journal = Samples.journal(HOSTILE, HOSTILE, arm, arm);
    String page = HtmlReport.render(journal);
    assertThat(page).doesNotContain("<img");
    assertThat(markup(page)).doesNotContain("\"'&{{drill}}");
    assertThat(page.split("</script>", -1)).as("two scripts of ours, no more").hasSize(3);
    assertThat(page).contains("&lt;img src");
    JsonNode data = data(page);
    assertThat(data.get("arms").get(0).get("name").stringValue()).isEqualTo(HOSTILE);
  }

  @Test
  void oneArm_isNoBaseline() {
    Journal two = Samples.flap();
    Journal one =
        new Journal(
            two.drill(),
            two.status(),
            null,
            two.start(),
            two.end(),
            two.environment(),
            two.parameters(),
            two.command(),
            two.arms().subList(0, 1),
            null);

    assertThat(markup(HtmlReport.render(two))).contains("<small>baseline</small>");
    assertThat(markup(HtmlReport.render(one))).doesNotContain("baseline</small>", "compares with");
  }

  @Test
  void podsThatStayedReady_sayWhy() {
    Arm stayed = Samples.arm("a", Samples.result(9, 9, 1.0).readinessWentRed(false).build(), null);
    Arm red = Samples.arm("b", Samples.result(9, 9, 1.0).timeToReadySeconds(1.9).build(), null);
    String page = HtmlReport.render(Samples.journal("flap", null, stayed, red));
    assertThat(markup(page)).contains("<td class=\"num\">never unready</td>");
    assertThat(page).contains("(jnats, fail-fast) count as ready while disconnected.");
  }

  @Test
  void waveThatStraddlesTwoBars_bothFiguresAreExplained() {
    Timeline bars = Shapes.flapTimeline(2000, 0, 9);
    Arm cut = Samples.arm("a", Samples.result(9, 9, 1.0).peakAttemptsPer100ms(3).build(), bars);
    Arm same = Samples.arm("b", Samples.result(9, 9, 1.0).peakAttemptsPer100ms(1).build(), bars);
    JsonNode arms = data(HtmlReport.render(Samples.journal("flap", null, cut, same))).get("arms");
    assertThat(arms.get(0).get("barsNote").stringValue())
        .isEqualTo("(bars: fixed 100 ms; the most in any 100 ms: 3)");
    assertThat(arms.get(1).get("barsNote").isNull()).isTrue();
  }

  @Test
  void findingIsTitleAndHeading() {
    String page = HtmlReport.render(Samples.coldStart());
    assertThat(page)
        .contains("<h1>retry-within-budget: 0 restarts, ready 1.9 s after the broker; fail-fast")
        .contains("<title>cold-start: retry-within-budget");
  }

  @Test
  void differenceWithinAPeriod_saysSo_andIsNeitherBetterNorWorse() {
    Arm one = Samples.arm("one", Samples.result(9, 9, 1.5).build(), null);
    Arm other = Samples.arm("other", Samples.result(9, 9, 1.8).build(), null);
    assertThat(HtmlReport.render(Samples.journal("flap", null, one, other)))
        .contains("<span class=\"NEITHER\">+20 % · within one second</span>")
        .contains("No difference between other and one");
  }

  @Test
  void unmeasured_aDashAndTheNoteThatExplainsIt() {
    Arm full = Samples.arm("full", Samples.result(9, 9, 2.0).build(), null);
    Arm gaps = Samples.arm("gaps", Result.builder().replicas(9).build(), null);
    Arm empty = Samples.arm("empty", null, null);
    String page = HtmlReport.render(Samples.journal("flap", null, full, gaps));
    assertThat(page).contains("– means not measured").doesNotContain("Run it again");
    assertThat(HtmlReport.render(Samples.journal("flap", null, empty, empty)))
        .contains("no result")
        .contains("Steady state");
    assertThat(HtmlReport.render(Samples.journal("flap", null, full, full)))
        .doesNotContain("– means not measured");
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void everyStatus_withoutArms(Status status) {
    Journal some = Samples.flap();
    Journal none =
        new Journal(
            "flap",
            status,
            "port 4222 is taken",
            some.start(),
            some.end(),
            some.environment(),
            Map.of(),
            null,
            List.of(),
            null);
    assertThat(markup(HtmlReport.render(none))).contains("<h1>").doesNotContain("null");
  }

  @Test
  void write_wholeFile() throws IOException {
    Path file = folder.resolve("deep/report.html");
    HtmlReport.write(file, Samples.flap());
    assertThat(Files.readString(file)).startsWith("<!doctype html>").endsWith("</html>\n");
  }

  private static String markup(String page) {
    return page.substring(0, page.indexOf("<script"));
  }

  private static JsonNode data(String page) {
    String start = "<script type=\"application/json\" id=\"data\">";
    int from = page.indexOf(start) + start.length();
    return Json.MAPPER.readTree(page.substring(from, page.indexOf("</script>", from)));
  }
}
