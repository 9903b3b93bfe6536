package io.breakwater.planner.plan;

import io.breakwater.planner.facts.Credential;
import io.breakwater.planner.facts.Shown;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.FleetArm;
import io.breakwater.policy.ScheduleShape;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the template of the runbook reads, by the names of these methods.
 *
 * @param plan the plan
 * @param limits from when on to stop
 */
record RunbookView(Plan plan, Thresholds limits) {
  /** As many light replicas one machine drives beside a broker without slowing both. */
  private static final int MOST_DRILLED = 1_000;

  /** A line of a table of two columns. */
  record Fact(String label, String value) {}

  /** A service's numbers. */
  record StartLine(String name, String budget, String window, int threshold) {}

  String services() {
    return plan.starts().stream().map(Start::name).collect(Collectors.joining(", "));
  }

  String finding() {
    return PlanText.finding(plan);
  }

  String method() {
    return PlanText.method(plan);
  }

  List<Fact> facts() {
    PlanFacts facts = plan.facts();
    return List.of(
        new Fact("N", replicas() + " connections (" + facts.connections().source() + ")"),
        new Fact("C", rate() + "/s of the whole tier (" + facts.connectRate().source() + ")"),
        new Fact("N/C", Shown.seconds(facts.boundSeconds()) + ": no schedule finishes sooner"),
        new Fact("broker", PlanText.servers(facts) + " (" + facts.servers().source() + ")"),
        new Fact("outage planned for", outage()),
        new Fact("objective, all back within", PlanText.objective(facts)));
  }

  String startup() {
    return plan.starts().stream()
        .map(it -> it.policy().startup().policy().text())
        .distinct()
        .collect(Collectors.joining("`, `"));
  }

  List<StartLine> starts() {
    return plan.starts().stream()
        .map(
            it ->
                new StartLine(
                    it.name(),
                    it.budget().arithmetic(),
                    it.probes().arithmetic(),
                    it.probes().startup().failureThreshold()))
        .toList();
  }

  /** Steps are tried out on one service first. */
  List<StartLine> first() {
    return starts().subList(0, 1);
  }

  String setting() {
    return plan.recommended().forecast().setting().name();
  }

  String timeout() {
    return DurationText.format(plan.recommended().forecast().setting().connectTimeout());
  }

  String why() {
    boolean spread =
        plan.recommended().forecast().setting().arm().reconnect().shape() == ScheduleShape.SPREAD;
    return (spread
            ? "Each replica has a slot of its own in a period in which the broker can take all of"
                + " them, so that whatever moment it returns at, it meets them one by one. "
            : "")
        + "Of %d settings that were tried it is the one with %s."
            .formatted(
                plan.tradeOff().candidates().size(),
                plan.facts().objective().isPresent()
                    ? "the smallest burst that keeps the objective"
                    : "the fastest recovery whose worst second the broker can take");
  }

  List<PlanText.Row> rows() {
    return PlanText.rows(plan).stream()
        .map(row -> new PlanText.Row(row.label().strip(), row.today(), row.recommended()))
        .toList();
  }

  String wave() {
    return plan.today().wave();
  }

  boolean mends() {
    return !plan.remedies().isEmpty();
  }

  List<PlanView.Mend> remedies() {
    return new PlanView(plan, "", "").remedies();
  }

  String server() {
    return plan.starts().get(0).policy().nats().servers().get(0).toString();
  }

  int replicas() {
    return plan.facts().replicas();
  }

  int servers() {
    return plan.facts().serverCount();
  }

  String outage() {
    return DurationText.format(plan.facts().outage());
  }

  long outageSeconds() {
    return Math.max(1, plan.facts().outage().toSeconds());
  }

  /** The options of the plan that a second call repeats. */
  String again() {
    String services =
        plan.starts().stream()
            .map(Start::deployment)
            .map(
                it ->
                    " --service "
                        + it.name()
                        + (it.replicas().isPresent() ? "=" + it.replicas().getAsInt() : ""))
            .collect(Collectors.joining());
    // What a C that only hashed passwords make does not say by itself.
    String credential =
        plan.facts()
            .credential()
            .filter(it -> it != Credential.BCRYPT)
            .map(it -> " --auth " + it.text())
            .orElse("");
    return credential
        + plan.facts().objective().map(it -> " --objective " + DurationText.format(it)).orElse("")
        + services;
  }

  String rate() {
    double rate = plan.facts().connectRate().value() / plan.facts().share();
    return String.format(Locale.ROOT, "%.2f", rate).replaceAll("\\.?0+$", "");
  }

  String policies() {
    return plan.starts().stream()
        .map(start -> start.name() + ".yaml")
        .collect(Collectors.joining(" "));
  }

  String policy() {
    return plan.starts().get(0).name() + ".yaml";
  }

  int drilled() {
    return Math.min(replicas(), MOST_DRILLED);
  }

  String auth() {
    return plan.facts().credential().orElse(Credential.BCRYPT).text();
  }

  /** A bcrypt check takes a drill's machine a tenth of a second on each of two processors. */
  String limit() {
    return DurationText.format(Duration.ofSeconds(60L + drilled() / 5));
  }

  String drilledBack() {
    return "1.1";
  }

  String ratioLimit() {
    return "1.4";
  }

  String rollout() {
    return limits.rollout();
  }

  String budgetShort() {
    return plan.starts().stream()
        .map(it -> it.budget().total())
        .min(Duration::compareTo)
        .map(RunbookView::tenths)
        .orElseThrow();
  }

  private static String tenths(Duration duration) {
    return DurationText.format(Duration.ofMillis(duration.toMillis()));
  }

  String readyLimit() {
    return limits.ready();
  }

  String t50() {
    return PlanText.seconds(plan.recommended().forecast().t50());
  }

  String t100() {
    return PlanText.seconds(plan.recommended().forecast().t100());
  }

  String t99Limit() {
    return limits.t99();
  }

  String recoveryLimit() {
    return limits.recovery();
  }

  String peak() {
    return PlanText.count(plan.recommended().burst().largestPerSecond());
  }

  String peakLimit() {
    return limits.peak();
  }

  String overloaded() {
    return PlanText.counts(plan.recommended().forecast().overloaded());
  }

  String overloadedLimit() {
    return limits.overloaded();
  }

  String settle() {
    return "10 minutes";
  }

  String waveSeconds() {
    return Shown.seconds(plan.facts().boundSeconds());
  }

  String period() {
    FleetArm recommended = plan.recommended().forecast().setting().arm();
    Duration period = new Laboratory(plan.facts()).schedule(recommended).period();
    return Shown.seconds(period.toNanos() / 1e9);
  }

  boolean warned() {
    return !plan.warnings().isEmpty();
  }

  List<String> warnings() {
    return plan.warnings();
  }
}
