package io.breakwater.planner.plan;

import io.breakwater.planner.facts.Shown;
import io.breakwater.policy.DurationText;
import io.breakwater.simulator.Band;
import io.breakwater.simulator.BandText;
import io.breakwater.simulator.RateSpread;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The sentences and figures of a plan, once for the terminal, the report and the runbook. */
public final class PlanText {
  private PlanText() {}

  /**
   * A figure of today's settings and of the recommended ones.
   *
   * @param label what it is
   * @param today as things are
   * @param recommended as they would be
   */
  public record Row(String label, String today, String recommended) {}

  /** Returns the figures side by side. */
  public static List<Row> rows(Plan plan) {
    Outlook today = plan.today();
    Outlook next = plan.recommended();
    return List.of(
        new Row("settings", today.forecast().setting().name(), next.forecast().setting().name()),
        new Row("connect timeout", timeout(today), timeout(next)),
        new Row(
            "attempts/s on average, broker away",
            Shown.number(today.burst().averagePerSecond()),
            Shown.number(next.burst().averagePerSecond())),
        new Row(
            "most attempts in 100 ms: expected",
            count(today.burst().largestPer100Millis()),
            count(next.burst().largestPer100Millis())),
        new Row(
            "  in 100 ms: simulated",
            simulated(today.forecast(), today.forecast().peakPer100Millis()),
            simulated(next.forecast(), next.forecast().peakPer100Millis())),
        new Row(
            "most attempts in 1 s: expected",
            count(today.burst().largestPerSecond()),
            count(next.burst().largestPerSecond())),
        new Row(
            "  in 1 s: simulated",
            simulated(today.forecast(), today.forecast().peakPerSecond()),
            simulated(next.forecast(), next.forecast().peakPerSecond())),
        new Row("back", back(today.forecast()), back(next.forecast())),
        new Row("T50", seconds(today.forecast().t50()), seconds(next.forecast().t50())),
        new Row("T99", seconds(today.forecast().t99()), seconds(next.forecast().t99())),
        new Row("T100", seconds(today.forecast().t100()), seconds(next.forecast().t100())),
        new Row("T100 over N/C", ratio(plan, today), ratio(plan, next)),
        new Row(
            "attempts at a broker too busy",
            counts(today.forecast().overloaded()),
            counts(next.forecast().overloaded())));
  }

  /** Returns what the plan comes to, in one sentence. */
  public static String finding(Plan plan) {
    Forecast next = plan.recommended().forecast();
    String comes =
        "%s brings all %s back in %s"
            .formatted(next.setting().name(), count(plan.facts().replicas()), seconds(next.t100()));
    if (!next.recovers()) {
      return "Nothing that was tried brings all %s back in %s"
          .formatted(count(plan.facts().replicas()), DurationText.format(next.limit()));
    }
    String today = today(plan);
    return plan.holds()
        ? today + "; " + comes
        : comes
            + ", and nothing keeps the objective of "
            + plan.facts().objective().map(DurationText::format).orElse("");
  }

  /** Returns what becomes of the fleet as things are, in one clause. */
  public static String today(Plan plan) {
    Forecast today = plan.today().forecast();
    if (today.recovers()) {
      return "Today's settings bring all back in " + seconds(today.t100());
    }
    return "Today's fleet does not come back: %s after %s"
        .formatted(back(today), DurationText.format(today.limit()));
  }

  /** Returns where the figures are from, a line each. */
  public static List<String> sources(PlanFacts facts) {
    return List.of(
        "N  %s connections (%s)"
            .formatted(count(facts.connections().value()), facts.connections().source()),
        "C  %s/s of the whole tier (%s)"
            .formatted(Shown.number(facts.connectRate().value()), facts.connectRate().source()),
        "   %s (%s), broker away for %s%s"
            .formatted(
                servers(facts),
                facts.servers().source(),
                DurationText.format(facts.outage()),
                facts
                    .objective()
                    .map(it -> ", all back within " + DurationText.format(it))
                    .orElse("")),
        "N/C  %s: no schedule finishes sooner".formatted(Shown.seconds(facts.boundSeconds())));
  }

  /** Returns how the simulator came to its figures. */
  public static String method(Plan plan) {
    return "Simulated: %s for today, %s for the recommended settings; median, 5 to 95 %% in parentheses%s."
        .formatted(
            runs(plan.today().forecast()),
            runs(plan.recommended().forecast()),
            plan.facts().spread().equals(RateSpread.NONE)
                ? ""
                : ", C in each run as it was measured");
  }

  /** Returns what the buffers hold, in one sentence. */
  public static String buffers(Plan plan) {
    Buffers buffers = plan.buffers();
    return "%s on the heap of each replica, %s in the whole fleet; for that to last %s, a replica may publish %s/s."
        .formatted(
            Shown.bytes((double) buffers.bytesPerReplica()),
            Shown.bytes(buffers.bytesOfFleet()),
            DurationText.format(plan.facts().outage()),
            Shown.bytes(buffers.bytesPerSecond()));
  }

  /** Returns what becomes of the fleet with a remedy, in one clause. */
  public static String outcome(Remedy remedy) {
    return "N/C %s; back: %s, T100 %s"
        .formatted(
            Shown.seconds(remedy.boundSeconds()),
            back(remedy.forecast()),
            seconds(remedy.forecast().t100()));
  }

  private static String runs(Forecast forecast) {
    return forecast.runs()
        + " seeds"
        + (forecast.scale() > 1
            ? " of a fleet of %s at the same N/C".formatted(count(forecast.simulated()))
            : "");
  }

  static String servers(PlanFacts facts) {
    return facts.serverCount() == 1 ? "1 server" : facts.serverCount() + " servers";
  }

  private static String simulated(Forecast forecast, Band peak) {
    return forecast.whole() ? counts(peak) : "a smaller fleet";
  }

  private static String timeout(Outlook outlook) {
    return DurationText.format(outlook.forecast().setting().connectTimeout());
  }

  /** Returns how many were back: all, or the band of those who were. */
  static String back(Forecast forecast) {
    double replicas = forecast.simulated() * forecast.scale();
    return forecast.recovers()
        ? "all " + count(replicas)
        : "%s of %s".formatted(counts(forecast.connected()), count(replicas));
  }

  private static String ratio(Plan plan, Outlook outlook) {
    double ratio = outlook.forecast().t100().median() / plan.facts().boundSeconds();
    return Double.isInfinite(ratio) ? "never" : String.format(Locale.ROOT, "%.2f", ratio);
  }

  /** Returns a count, without digits behind the point. */
  static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  static String counts(Band band) {
    return BandText.count(band);
  }

  /** Returns a time with its band; "never" where it did not come. */
  public static String seconds(Band band) {
    return BandText.seconds(band);
  }

  /** Returns the objective as a word, or that there was none. */
  static String objective(PlanFacts facts) {
    return Optional.of(facts)
        .flatMap(PlanFacts::objective)
        .map(DurationText::format)
        .orElse("none given");
  }
}
