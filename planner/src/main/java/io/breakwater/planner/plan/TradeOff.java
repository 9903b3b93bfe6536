package io.breakwater.planner.plan;

import io.breakwater.policy.FleetArm;
import io.breakwater.policy.ScheduleShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recovery against burst: what each candidate would do.
 *
 * @param candidates all that were tried
 * @param preferred those that can be chosen, the best first; not empty
 */
public record TradeOff(List<Forecast> candidates, List<Forecast> preferred) {

  /** Copies the lists. */
  public TradeOff {
    candidates = List.copyOf(candidates);
    preferred = List.copyOf(preferred);
  }

  /**
   * Searches. With an objective: the smallest burst among those that keep it comes first. Without:
   * the fastest among those whose largest second the broker can take. All others after them, the
   * fastest first.
   */
  static TradeOff search(PlanFacts facts, List<Setting> settings, Laboratory laboratory)
      throws InterruptedException {
    List<Forecast> tried = new ArrayList<>();
    for (Setting setting : settings) {
      tried.add(laboratory.run(setting, Laboratory.Effort.SEARCH));
    }
    Comparator<Forecast> burst = Comparator.comparingDouble(Forecast::largestSecond);
    Comparator<Forecast> tail = Comparator.comparingDouble(it -> it.t100().high());
    Comparator<Forecast> best =
        facts.objective().isPresent() ? burst.thenComparing(tail) : tail.thenComparing(burst);
    Map<Boolean, List<Forecast>> byMeets =
        tried.stream()
            .filter(it -> canBeChosen(it, facts))
            .collect(Collectors.partitioningBy(it -> meets(it, facts)));
    return new TradeOff(
        tried,
        Stream.concat(
                byMeets.getOrDefault(true, List.of()).stream().sorted(best),
                byMeets.getOrDefault(false, List.of()).stream().sorted(tail.thenComparing(burst)))
            .toList());
  }

  /** The client itself finds out whether its slots are ranked; a policy cannot choose that. */
  private static boolean canBeChosen(Forecast forecast, PlanFacts facts) {
    FleetArm arm = forecast.setting().arm();
    Setting written = Setting.of(arm.reconnect(), Duration.ofSeconds(1), facts.replicas());
    return arm.reconnect().shape() != ScheduleShape.SPREAD
        || arm.knowledge() == written.arm().knowledge();
  }

  /** Returns if a forecast is what was asked for, with no attempt at a broker too busy for it. */
  static boolean meets(Forecast forecast, PlanFacts facts) {
    boolean inTime =
        facts
            .objective()
            .map(objective -> forecast.within(objective.toNanos() / 1e9))
            .orElseGet(
                () ->
                    forecast.recovers()
                        && forecast.largestSecond()
                            <= Math.max(1, Math.ceil(facts.connectRate().value())));
    return inTime && forecast.overloaded().high() == 0;
  }
}
