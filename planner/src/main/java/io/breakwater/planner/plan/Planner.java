package io.breakwater.planner.plan;

import io.breakwater.planner.facts.Shown;
import io.breakwater.policy.BurstEstimate;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.FleetArm;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ScheduleShape;
import io.breakwater.policy.StartupKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes plans. */
public final class Planner {
  /** It decides whether a wave collapses; the default of Breakwater, five times that of jnats. */
  private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(10);

  private static final int LOOKED_AT = 3;

  private final PlanFacts facts;
  private final Laboratory laboratory;

  private Planner(PlanFacts facts) {
    this.facts = facts;
    laboratory = new Laboratory(facts);
  }

  /**
   * Returns the plan for these facts; the same facts, the same plan.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public static Plan plan(PlanFacts facts) throws InterruptedException {
    return new Planner(facts).plan();
  }

  private Plan plan() throws InterruptedException {
    Outlook today = outlook(new Setting(facts.today().arm(), facts.today().connectTimeout()));
    TradeOff tradeOff = TradeOff.search(facts, Candidates.of(facts, timeout()), laboratory);
    Outlook recommended = recommended(tradeOff);
    Setting chosen = recommended.forecast().setting();
    List<Start> starts =
        facts.deployments().stream()
            .map(it -> new Start(it, recommended(it.policy(), chosen)))
            .toList();
    return new Plan(
        facts,
        today,
        recommended,
        hashed(chosen),
        tradeOff,
        mended(today) ? List.of() : Remedies.of(facts, today, recommended.forecast()),
        starts,
        buffers(starts),
        Warnings.of(facts, today, starts));
  }

  /** The search looks at few runs of many settings; what it found has to hold in many. */
  private Outlook recommended(TradeOff tradeOff) throws InterruptedException {
    Outlook first = outlook(tradeOff.preferred().get(0).setting());
    Outlook next = first;
    for (int i = 1; i < LOOKED_AT && !TradeOff.meets(next.forecast(), facts); i++) {
      next = outlook(tradeOff.preferred().get(i).setting());
    }
    return TradeOff.meets(next.forecast(), facts) ? next : first;
  }

  private Duration timeout() {
    Duration longest =
        facts.deployments().stream()
            .map(it -> it.policy().nats().connectTimeout())
            .reduce(LEAST_TIMEOUT, (a, b) -> a.compareTo(b) > 0 ? a : b);
    return longest;
  }

  private Outlook outlook(Setting setting) throws InterruptedException {
    BurstEstimate burst = BurstEstimate.of(facts.replicas(), laboratory.schedule(setting.arm()));
    double rate = facts.connectRate().value();
    boolean collapses = burst.collapses(rate, setting.connectTimeout());
    String wave =
        "wave %s / C %s/s = %s %s connect timeout %s"
            .formatted(
                Shown.number(Math.rint(burst.largestPerSecond())),
                Shown.number(rate),
                Shown.seconds(burst.largestPerSecond() / rate),
                collapses ? ">" : "<=",
                DurationText.format(setting.connectTimeout()));
    return new Outlook(laboratory.run(setting, Laboratory.Effort.SHOWN), burst, wave, collapses);
  }

  private Optional<Forecast> hashed(Setting chosen) throws InterruptedException {
    if (chosen.arm().reconnect().shape() != ScheduleShape.SPREAD
        || chosen.arm().knowledge() != FleetArm.Knowledge.RANK) {
      return Optional.empty();
    }
    Setting hashed =
        Setting.of(chosen.arm().reconnect(), chosen.connectTimeout(), FleetArm.Knowledge.COUNT);
    return Optional.of(laboratory.run(hashed, Laboratory.Effort.SHOWN));
  }

  private boolean mended(Outlook today) {
    return today.forecast().recovers()
        && !today.collapses()
        && facts
            .objective()
            .map(objective -> today.forecast().within(objective.toNanos() / 1e9))
            .orElse(true);
  }

  private LifecyclePolicy recommended(LifecyclePolicy policy, Setting setting) {
    StartupKind kind = policy.startup().policy();
    return policy.toBuilder()
        .connectTimeout(setting.connectTimeout())
        .startup(
            policy
                .startup()
                .withPolicy(kind == StartupKind.FAIL_FAST ? StartupKind.RETRY_WITHIN_BUDGET : kind))
        .reconnect(
            setting
                .arm()
                .reconnect()
                .withLameDuckWindow(policy.reconnect().lameDuckWindow())
                .withMaxSpread(policy.reconnect().maxSpread()))
        .fleet(
            policy
                .fleet()
                .withConnections(facts.replicas())
                .withConnectRate(facts.connectRate().value() / facts.share()))
        .build();
  }

  private Buffers buffers(List<Start> starts) {
    long largest =
        starts.stream().mapToLong(it -> it.policy().buffer().capacityBytes()).max().orElse(0);
    return new Buffers(
        largest, (double) largest * facts.replicas(), largest / (facts.outage().toNanos() / 1e9));
  }
}
