package io.breakwater.planner.plan;

import io.breakwater.planner.facts.Credential;
import io.breakwater.planner.facts.Shown;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.FirstAttempt;
import io.breakwater.policy.FleetSettings;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import io.breakwater.policy.StartupKind;
import io.breakwater.policy.SurveyPace;
import io.breakwater.simulator.BrokerModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a reader of the plan has to know beside its figures; a sentence each. */
final class Warnings {
  /** {@code progressDeadlineSeconds} of a Deployment, by default. */
  private static final Duration PROGRESS_DEADLINE = Duration.ofMinutes(10);

  /** A jitter of less than this part of N/C leaves a wave a wave. */
  private static final double JITTER_IN_BOUNDS = 0.8;

  private final PlanFacts facts;
  private final List<String> sentences = new ArrayList<>();

  private Warnings(PlanFacts facts) {
    this.facts = facts;
  }

  static List<String> of(PlanFacts facts, Outlook today, List<Start> starts) {
    Warnings warnings = new Warnings(facts);
    warnings.assumptions();
    warnings.today(today);
    warnings.tier();
    starts.forEach(warnings::start);
    return warnings.sentences;
  }

  private void add(String format, Object... arguments) {
    sentences.add(String.format(Locale.ROOT, format, arguments));
  }

  private void assumptions() {
    if (facts.connectRate().assumed()) {
      add(
          "C is %s; measure it with breakwater calibrate, and plan again with --from.",
          facts.connectRate().source());
    }
    if (facts.today().assumed()) {
      add("Today's settings are %s; give a policy, or --today.", facts.today().source());
    }
    facts
        .objective()
        .filter(objective -> seconds(objective) < facts.boundSeconds())
        .ifPresent(
            objective ->
                add(
                    "No schedule meets the objective of %s: N/C is %s. C would have to be %s/s.",
                    DurationText.format(objective),
                    Shown.seconds(facts.boundSeconds()),
                    Shown.number(Math.ceil(facts.connections().value() / seconds(objective)))));
  }

  private void today(Outlook today) {
    Setting setting = today.forecast().setting();
    ReconnectSettings reconnect = setting.arm().reconnect();
    if (today.collapses()) {
      add(
          today.forecast().recovers()
              ? "Today's largest wave is too large: %s. Many clients hang up before their handshake is"
                  + " done, and come again; the chance of the jitter brings them back in the end."
              : "Today's largest wave collapses: %s. All handshakes share the processors, all clients"
                  + " hang up before theirs is done.",
          today.wave());
    }
    double wave = today.burst().largestPerSecond() / facts.connectRate().value();
    if (facts.usesTls() && wave > seconds(BrokerModel.TLS_TIMEOUT)) {
      add(
          "nats-server ends a TLS handshake after %s (tls { timeout }), whatever the clients wait;"
              + " today's largest wave takes %s.",
          DurationText.format(BrokerModel.TLS_TIMEOUT), Shown.seconds(wave));
    }
    if (reconnect.shape() == ScheduleShape.FIXED) {
      add("Today's wait is fixed: all replicas come at the same moments, for ever.");
    }
    if (reconnect.shape() == ScheduleShape.JITTER
        && seconds(reconnect.jitter()) < JITTER_IN_BOUNDS * facts.boundSeconds()) {
      add(
          "Today's jitter of %s is %.2f of N/C (%s): the wave stays a wave.",
          DurationText.format(reconnect.jitter()),
          seconds(reconnect.jitter()) / facts.boundSeconds(),
          Shown.seconds(facts.boundSeconds()));
    }
    if (facts.today().assumed()) {
      add(
          "Plain jnats makes its first attempt without any jitter: all %s within the first 100 ms of"
              + " an outage, where this plan's figures have the jitter in it.",
          Shown.number(facts.replicas()));
    }
  }

  private void tier() {
    if (facts.serverCount() == 1) {
      add("One server: each of its updates is an outage for the whole fleet.");
    }
    if (facts.replicas() > SurveyPace.LARGEST_LIST) {
      add(
          "Over %d connections the replicas do not ask for their rank: slots are hashed, and fill 0.8"
              + " of C instead of 0.95.",
          SurveyPace.LARGEST_LIST);
    }
    if (facts.share() < 1) {
      add("C is this fleet's share of %.2f; the other fleets must keep to theirs.", facts.share());
    }
    if (facts.credential().filter(it -> it == Credential.BCRYPT).isPresent()) {
      add(
          "Each connection costs the broker a bcrypt check of %s ms (%s); an NKey costs %s ms.",
          Shown.number(facts.handshake().value() * 1e3),
          facts.handshake().source(),
          Shown.number(Credential.NKEY.handshake().toNanos() / 1e6));
    }
  }

  private void start(Start start) {
    Duration window = start.probes().startup().window();
    if (window.compareTo(PROGRESS_DEADLINE) > 0) {
      add(
          "%s: its startup window of %s is over Kubernetes' progressDeadlineSeconds of 600: set that"
              + " to more than %d, or a rollout counts as failed while it still waits.",
          start.name(), DurationText.format(window), window.toSeconds());
    }
    Duration budget = start.budget().total();
    if (start.policy().startup().policy() == StartupKind.RETRY_WITHIN_BUDGET
        && budget.compareTo(facts.outage()) < 0) {
      add(
          "%s: its startup budget of %s ends before an outage of %s does: a replica that boots in it"
              + " exits and is restarted, once in each budget; with retry-forever it waits, and more"
              + " passes wait longer.",
          start.name(), DurationText.format(budget), DurationText.format(facts.outage()));
    }
    FleetSettings fleet = start.deployment().policy().fleet();
    if (fleet.connections().isEmpty() || fleet.connectRate().isEmpty()) {
      add(
          "%s: its policy leaves N or C to be found out; today's figures take them as found out"
              + " rightly, the recommended policy names them.",
          start.name());
    }
    double wave = facts.boundSeconds();
    if (start.policy().startup().firstAttempt() == FirstAttempt.IMMEDIATE
        && wave > seconds(start.policy().nats().connectTimeout())) {
      add(
          "%s: if all %s replicas boot at one moment, their immediate first attempts are a wave of"
              + " %s, over the connect timeout; where that can happen, firstAttempt: spread.",
          start.name(), Shown.number(facts.replicas()), Shown.seconds(wave));
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
