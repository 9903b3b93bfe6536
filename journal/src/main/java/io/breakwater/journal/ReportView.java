package io.breakwater.journal;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the template of the report reads, by the names of these methods.
 *
 * @param journal the run
 * @param css the style sheets, trusted
 * @param js the scripts, trusted
 */
record ReportView(Journal journal, String css, String js) {

  /** The drills in which the whole broker goes and comes back. */
  private static final Set<String> BROKER_DOWN =
      Set.of("cold-start", "flap", "storm", "slow-auth", "burst", "publisher-kill", "data-loss");

  /** An arm's steady state, policy, notes and pods. */
  record ArmView(
      String name,
      List<CheckView> checks,
      List<Labels.Line> policy,
      List<String> notes,
      List<PodStrips.Row> pods) {
    boolean hasPods() {
      return !pods.isEmpty();
    }
  }

  /** A check of the steady state. */
  record CheckView(String when, String expectation, String held, String kind, String detail) {}

  String finding() {
    return Finding.of(journal);
  }

  String status() {
    return journal.status().name().toLowerCase(Locale.ROOT);
  }

  String when() {
    return DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ROOT)
        .withZone(ZoneOffset.UTC)
        .format(journal.start());
  }

  String took() {
    long seconds = Duration.between(journal.start(), journal.end()).toSeconds();
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }

  @Nullable String verdict() {
    Comparison pair = journal.comparison();
    return pair == null
        ? null
        : switch (pair.verdict()) {
          case CANDIDATE -> pair.candidate() + " is better than " + pair.baseline();
          case BASELINE -> pair.baseline() + " is better than " + pair.candidate();
          case TIE -> "No difference between " + pair.candidate() + " and " + pair.baseline();
          case INCONCLUSIVE ->
              "Inconclusive between " + pair.candidate() + " and " + pair.baseline();
        };
  }

  List<String> reasons() {
    return journal.comparison() == null ? List.of() : journal.comparison().reasons();
  }

  List<String> doubts() {
    return journal.doubts();
  }

  List<HazardRow> hazards() {
    return HazardRow.of(journal);
  }

  boolean hasHazards() {
    return !hazards().isEmpty();
  }

  ArmsTable table() {
    return ArmsTable.of(journal);
  }

  boolean gaps() {
    return table().hasGaps();
  }

  List<Labels.Line> parameters() {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>(journal.parameters());
    shown.remove(Journal.BANDS);
    shown.remove(Journal.DOUBTS);
    shown.remove(Journal.HAZARDS);
    return Labels.of(shown);
  }

  List<Labels.Line> environment() {
    Environment at = journal.environment();
    Map<String, @Nullable Object> lines = new LinkedHashMap<>();
    lines.put("cores", at.cores());
    lines.put(
        "memory",
        at.memoryBytes() == null
            ? null
            : String.format(Locale.ROOT, "%.1f GiB", at.memoryBytes() / (double) (1 << 30)));
    lines.put("operating system", at.os());
    lines.put("java", at.javaVersion());
    lines.put("nats-server", at.natsServerVersion());
    lines.put("jnats", at.jnatsVersion());
    lines.put("breakwater", at.breakwaterVersion());
    return Labels.of(lines);
  }

  List<ArmView> arms() {
    double end = PodStrips.end(journal.arms());
    return journal.arms().stream()
        .map(
            arm ->
                new ArmView(
                    arm.name(),
                    checks(arm.steadyState()),
                    Labels.of(arm.policy()),
                    arm.notes(),
                    PodStrips.of(arm, end)))
        .toList();
  }

  boolean hasPods() {
    return journal.arms().stream().anyMatch(arm -> !arm.pods().isEmpty());
  }

  /** What the line under the pods' strips is. */
  String down() {
    return String.valueOf(words().get("down"));
  }

  String podsEnd() {
    return Unit.SECONDS.format(PodStrips.end(journal.arms()));
  }

  /** The data of the charts; no tag can end the script element that holds it. */
  String data() {
    List<Map<String, @Nullable Object>> arms = new ArrayList<>();
    for (Arm arm : journal.arms()) {
      Map<String, @Nullable Object> data = new LinkedHashMap<>();
      data.put("name", arm.name());
      data.put("timeline", arm.timeline());
      data.put("outages", arm.timeline() == null ? List.of() : arm.timeline().outages());
      data.put("barsNote", barsNote(arm));
      data.put("bound", arm.result() == null ? null : arm.result().boundAttemptsPer100ms());
      Delivery delivery = arm.result() == null ? null : arm.result().delivery();
      data.put("messageBound", delivery == null ? null : delivery.allowedPer100ms());
      data.put("replicas", arm.result() == null ? null : arm.result().replicas());
      arms.add(data);
    }
    Map<String, Object> titles =
        Map.of(
            "attempts", Finding.attempts(journal),
            "connected", Finding.connected(journal),
            "ready", Finding.ready(journal),
            "messages", Finding.messages(journal),
            "finished", Finding.finished(journal),
            "brokerCpu", Finding.brokerCpu(journal));
    return ReportPage.json(Map.of("arms", arms, "titles", titles, "words", words()));
  }

  /** What the shaded part of a chart is, and what its zero is. */
  private Map<String, String> words() {
    if (journal.arms().stream().anyMatch(arm -> hasJobs(arm.timeline()))) {
      return Map.of("down", "fault", "zero", "seconds after the end of the fault");
    }
    return BROKER_DOWN.contains(journal.drill())
        ? Map.of("down", "broker down", "zero", "seconds after the broker was back")
        : Map.of("down", "disrupted", "zero", "seconds after everybody could come back");
  }

  private static boolean hasJobs(@Nullable Timeline timeline) {
    return timeline != null && timeline.jobs() != null;
  }

  /** Fixed bars cut a wave in two where a sliding window does not; null if both say the same. */
  private static @Nullable String barsNote(Arm arm) {
    Timeline timeline = arm.timeline();
    Integer peak = arm.result() == null ? null : arm.result().peakAttemptsPer100ms();
    if (timeline == null || timeline.attempts() == null || peak == null) {
      return null;
    }
    int drawn =
        timeline.attempts().stream().filter(Objects::nonNull).mapToInt(n -> n).max().orElse(0);
    return drawn == peak
        ? null
        : "(bars: fixed %d ms; the most in any 100 ms: %s)"
            .formatted(timeline.binMillis(), Unit.COUNT.format(peak));
  }

  private static List<CheckView> checks(SteadyState state) {
    return List.of(check("before", state.before()), check("after", state.after()));
  }

  private static CheckView check(String when, SteadyState.@Nullable Check check) {
    return check == null
        ? new CheckView(when, ArmsTable.NOT_MEASURED, "not checked", "unknown", "")
        : new CheckView(
            when,
            check.expectation(),
            check.met() ? "✓ held" : "✗ did not hold",
            check.met() ? "held" : "broken",
            check.detail());
  }
}
