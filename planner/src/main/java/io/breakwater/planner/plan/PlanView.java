package io.breakwater.planner.plan;

import io.breakwater.journal.ReportPage;
import io.breakwater.planner.facts.Shown;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.FleetArm;
import io.breakwater.policy.ScheduleShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the template of the report reads, by the names of these methods.
 *
 * @param plan the plan
 * @param css the style sheets, trusted
 * @param js the scripts, trusted
 */
record PlanView(Plan plan, String css, String js) {
  private static final int TODAY = 3;
  private static final int RECOMMENDED = 4;

  /** A candidate in the table. */
  record Tried(
      String name, @Nullable String mark, String peak, String t99, String t100, String back) {}

  /** A remedy in the table. */
  record Mend(String name, String change, String bound, String back, String t100) {}

  /** How a service starts. */
  record StartView(
      String name,
      String startup,
      String budget,
      String window,
      String policy,
      String probes,
      String systemd) {}

  String finding() {
    return PlanText.finding(plan);
  }

  String status() {
    return plan.holds() ? "completed" : "failed";
  }

  String statusText() {
    return plan.holds() ? "holds" : "does not hold";
  }

  String wave() {
    return "Today: " + plan.today().wave();
  }

  List<String> sources() {
    return PlanText.sources(plan.facts());
  }

  List<PlanText.Row> rows() {
    return PlanText.rows(plan);
  }

  String method() {
    return PlanText.method(plan);
  }

  @Nullable String hashed() {
    return plan.hashed().map(it -> "all back in " + PlanText.seconds(it.t100())).orElse(null);
  }

  List<Tried> tried() {
    List<Tried> tried = new ArrayList<>();
    tried.add(row(plan.today().forecast(), "today"));
    for (Forecast forecast : plan.tradeOff().candidates()) {
      tried.add(row(forecast, isChosen(forecast) ? "recommended" : null));
    }
    return tried;
  }

  private boolean isChosen(Forecast forecast) {
    return forecast.setting().equals(plan.recommended().forecast().setting());
  }

  private static Tried row(Forecast forecast, @Nullable String mark) {
    return new Tried(
        "%s, timeout %s"
            .formatted(
                forecast.setting().name(),
                DurationText.format(forecast.setting().connectTimeout())),
        mark,
        PlanText.count(forecast.largestSecond()),
        PlanText.seconds(forecast.t99()),
        PlanText.seconds(forecast.t100()),
        PlanText.back(forecast));
  }

  boolean mends() {
    return !plan.remedies().isEmpty();
  }

  List<Mend> remedies() {
    return plan.remedies().stream()
        .map(
            it ->
                new Mend(
                    it.name(),
                    it.change(),
                    Shown.seconds(it.boundSeconds()),
                    PlanText.back(it.forecast()),
                    PlanText.seconds(it.forecast().t100())))
        .toList();
  }

  List<StartView> starts() {
    return plan.starts().stream()
        .map(
            it ->
                new StartView(
                    it.name(),
                    it.policy().startup().policy().text(),
                    it.budget().arithmetic(),
                    it.probes().arithmetic(),
                    PolicyYaml.of(it.policy()),
                    ProbePatch.of(it),
                    SystemdUnit.of(it)))
        .toList();
  }

  String buffers() {
    return PlanText.buffers(plan);
  }

  boolean warned() {
    return !plan.warnings().isEmpty();
  }

  List<String> warnings() {
    return plan.warnings();
  }

  /** The data of the chart. */
  String data() {
    List<Map<String, @Nullable Object>> points = new ArrayList<>();
    for (Forecast forecast : plan.tradeOff().candidates()) {
      if (!isChosen(forecast)) {
        points.add(point(forecast, kind(forecast.setting().arm())));
      }
    }
    points.add(point(plan.recommended().forecast(), RECOMMENDED));
    points.add(point(plan.today().forecast(), TODAY));
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put(
        "title",
        "Recovery against burst: today %s, recommended %s"
            .formatted(cost(plan.today().forecast()), cost(plan.recommended().forecast())));
    data.put("points", points);
    data.put("bound", plan.facts().boundSeconds());
    data.put("objective", plan.facts().objective().map(it -> it.toNanos() / 1e9).orElse(null));
    data.put("limit", DurationText.format(plan.today().forecast().limit()));
    data.put(
        "note",
        "Each point is a setting; all but today's at the recommended connect timeout of "
            + DurationText.format(plan.recommended().forecast().setting().connectTimeout())
            + ". Left and low is good; the line joins those that no other beats in both. Both axes are"
            + " logarithmic.");
    return ReportPage.json(data);
  }

  private static String cost(Forecast forecast) {
    String burst = PlanText.count(forecast.largestSecond()) + " attempts/s";
    double back = forecast.t100().high();
    return Double.isInfinite(back)
        ? burst + " and not back"
        : "%s and back in %s".formatted(burst, Shown.seconds(back));
  }

  private static int kind(FleetArm arm) {
    if (arm.reconnect().shape() != ScheduleShape.SPREAD) {
      return 2;
    }
    return arm.knowledge() == FleetArm.Knowledge.RANK ? 0 : 1;
  }

  private static Map<String, @Nullable Object> point(Forecast forecast, int kind) {
    double seconds = forecast.t100().high();
    Map<String, @Nullable Object> point = new LinkedHashMap<>();
    point.put("name", forecast.setting().name());
    point.put("kind", kind);
    point.put("peak", forecast.largestSecond());
    point.put("seconds", Double.isInfinite(seconds) ? null : (Double) seconds);
    return point;
  }
}
