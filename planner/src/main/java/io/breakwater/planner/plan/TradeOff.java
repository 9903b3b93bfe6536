package io.breakwater.planner.plan;

import io.breakwater.policy.FleetArm;
import io.breakwater.policy.ScheduleShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Recovery against burst: what each candidate would do.
 *
 * @param candidates all that were tried
 * @param chosen the one to take
 * @param meets if the chosen one meets what was asked for
 */
public record TradeOff(List<Forecast> candidates, Forecast chosen, boolean meets) {

  /** Copies the list. */
  public TradeOff {
    candidates = List.copyOf(candidates);
  }

  /**
   * Searches. With an objective: the smallest burst among those that keep it. Without: the fastest
   * among those whose largest second the broker can take. Where none does, the fastest of all.
   */
  static TradeOff search(PlanFacts facts, List<Setting> settings, Laboratory laboratory)
      throws InterruptedException {
    List<Forecast> tried = new ArrayList<>();
    for (Setting setting : settings) {
      tried.add(laboratory.run(setting, Laboratory.Effort.SEARCH));
    }
    Comparator<Forecast> burst = Comparator.comparingDouble(it -> it.peakPerSecond().median());
    Comparator<Forecast> tail = Comparator.comparingDouble(it -> it.t100().high());
    List<Forecast> eligible = tried.stream().filter(it -> canBeChosen(it, facts)).toList();
    List<Forecast> good =
        eligible.stream().filter(it -> meets(it, facts) && it.overloaded().high() == 0).toList();
    Forecast chosen =
        good.stream()
            .min(facts.objective().isPresent() ? burst.thenComparing(tail) : tail)
            .orElseGet(() -> eligible.stream().min(tail.thenComparing(burst)).orElseThrow());
    return new TradeOff(tried, chosen, !good.isEmpty());
  }

  /** The client itself finds out whether its slots are ranked; a policy cannot choose that. */
  private static boolean canBeChosen(Forecast forecast, PlanFacts facts) {
    FleetArm arm = forecast.setting().arm();
    Setting written = Setting.of(arm.reconnect(), Duration.ofSeconds(1), facts.replicas());
    return arm.reconnect().shape() != ScheduleShape.SPREAD
        || arm.knowledge() == written.arm().knowledge();
  }

  private static boolean meets(Forecast forecast, PlanFacts facts) {
    return facts
        .objective()
        .map(objective -> forecast.within(objective.toNanos() / 1e9))
        .orElseGet(
            () ->
                forecast.recovers()
                    && forecast.peakPerSecond().median()
                        <= Math.max(1, Math.ceil(facts.connectRate().value())));
  }
}
