package io.breakwater.planner.plan;

import io.breakwater.planner.facts.Credential;
import io.breakwater.planner.facts.Figure;
import io.breakwater.planner.facts.Shown;
import io.breakwater.policy.BurstEstimate;
import io.breakwater.policy.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What would mend today's settings, cheapest for the broker first, each on its own. */
final class Remedies {
  /** A wave is never worked off quite evenly. */
  private static final double HEAD_ROOM = 1.25;

  private Remedies() {}

  static List<Remedy> of(PlanFacts facts, Outlook today, Forecast recommended)
      throws InterruptedException {
    List<Remedy> remedies = new ArrayList<>();
    if (facts.credential().filter(it -> it == Credential.BCRYPT).isPresent()) {
      remedies.add(cheaperCredential(facts, today));
    }
    if (today.collapses()) {
      remedies.add(longerTimeout(facts, today));
    }
    remedies.add(
        new Remedy(
            recommended.setting().arm().reconnect().shape().text(),
            "%s, connect timeout %s: each replica in its own slot of N/C"
                .formatted(
                    recommended.setting().name(),
                    DurationText.format(recommended.setting().connectTimeout())),
            facts.boundSeconds(),
            recommended));
    return remedies;
  }

  private static Remedy cheaperCredential(PlanFacts facts, Outlook today)
      throws InterruptedException {
    double nkey = Credential.NKEY.handshake().toNanos() / 1e9;
    double rate = facts.connectRate().value() * facts.handshake().value() / nkey;
    PlanFacts cheaper = facts.withConnectRate(new Figure(rate, "assumed: NKey", true));
    return new Remedy(
        "nkey",
        "NKeys or credentials files instead of bcrypt passwords: %s ms of processor time each"
                .formatted(Shown.number(nkey * 1e3))
            + " instead of %s ms, C %s/s instead of %s/s"
                .formatted(
                    Shown.number(facts.handshake().value() * 1e3),
                    Shown.number(rate),
                    Shown.number(facts.connectRate().value())),
        cheaper.boundSeconds(),
        new Laboratory(cheaper).run(today.forecast().setting(), Laboratory.Effort.SHOWN));
  }

  private static Remedy longerTimeout(PlanFacts facts, Outlook today) throws InterruptedException {
    BurstEstimate burst = today.burst();
    Duration needed =
        Duration.ofSeconds(
            (long) Math.ceil(HEAD_ROOM * burst.largestPerSecond() / facts.connectRate().value()));
    boolean tls = facts.usesTls();
    return new Remedy(
        "connect timeout",
        "a connect timeout of %s instead of %s%s: over the %s that the largest wave takes, with a"
                .formatted(
                    DurationText.format(needed),
                    DurationText.format(today.forecast().setting().connectTimeout()),
                    tls ? ", and as much in tls { timeout } of the servers, which allow 2s" : "",
                    Shown.seconds(burst.largestPerSecond() / facts.connectRate().value()))
            + " quarter to spare; the wave itself stays, and so does its harm to those connected",
        facts.boundSeconds(),
        (tls ? new Laboratory(facts, needed) : new Laboratory(facts))
            .run(today.forecast().setting().withConnectTimeout(needed), Laboratory.Effort.SHOWN));
  }
}
