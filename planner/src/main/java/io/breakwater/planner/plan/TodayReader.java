package io.breakwater.planner.plan;

import io.breakwater.planner.facts.JnatsDefaults;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.FleetArm;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ReconnectSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Finds out how the fleet comes back today. */
final class TodayReader {
  private static final String JNATS = "jitter";

  private final PlanOptions options;
  private final Map<Path, LifecyclePolicy> policies;
  private final boolean tls;

  TodayReader(PlanOptions options, Map<Path, LifecyclePolicy> policies, boolean tls) {
    this.options = options;
    this.policies = policies;
    this.tls = tls;
  }

  Today today(int replicas) {
    Agreed<Duration> timeout = new Agreed<>("connect timeout");
    options.connectTimeout().ifPresent(it -> timeout.add(it, "--connect-timeout"));
    Agreed<ReconnectSettings> reconnect = new Agreed<>("reconnect");
    if (options.today().isEmpty()) {
      policies.forEach(
          (file, policy) -> {
            timeout.add(policy.nats().connectTimeout(), file.toString());
            reconnect.add(tuned(policy.reconnect()), file.toString());
          });
    }
    FleetArm arm =
        options.today().map(TodayReader::arm).orElseGet(() -> FleetArm.named(JNATS).orElseThrow());
    arm.file().ifPresent(policy -> timeout.add(policy.nats().connectTimeout(), arm.name()));
    boolean assumed = options.today().isEmpty() && reconnect.value().isEmpty();
    Setting setting =
        Setting.of(
            reconnect
                .value()
                .orElseGet(() -> assumed ? ofJnats(arm.reconnect()) : tuned(arm.reconnect())),
            JnatsDefaults.CONNECT_TIMEOUT,
            replicas);
    String source =
        assumed
            ? "assumed: those of jnats (%s, connect timeout %s)"
                .formatted(
                    setting.name(),
                    DurationText.format(timeout.value().orElse(JnatsDefaults.CONNECT_TIMEOUT)))
            : options.today().map(it -> "--today " + it).orElseGet(reconnect::source);
    return new Today(
        knowing(setting.arm(), arm),
        timeout.value().orElse(JnatsDefaults.CONNECT_TIMEOUT),
        source,
        assumed);
  }

  /** An arm that knows less than a policy tells it says so by its own name. */
  private static FleetArm knowing(FleetArm settings, FleetArm named) {
    return named.knowledge() == FleetArm.Knowledge.RANK ? settings : named;
  }

  private ReconnectSettings tuned(ReconnectSettings settings) {
    ReconnectSettings waiting = options.waitTime().map(settings::withWaitTime).orElse(settings);
    Optional<Duration> jitter = tls ? Optional.of(waiting.jitterTls()) : Optional.empty();
    return options.jitter().or(() -> jitter).map(waiting::withJitter).orElse(waiting);
  }

  /** The shape of that name, with the jitter that jnats has where nobody sets another. */
  private ReconnectSettings ofJnats(ReconnectSettings settings) {
    return options
        .waitTime()
        .map(settings::withWaitTime)
        .orElse(settings)
        .withJitter(options.jitter().orElse(JnatsDefaults.jitter(tls)));
  }

  private static FleetArm arm(String text) {
    Optional<FleetArm> named = FleetArm.named(text).filter(arm -> !arm.asksTheBroker());
    if (named.isEmpty() && !Files.exists(Path.of(text))) {
      throw new IllegalArgumentException(
          "--today %s: expected a policy file or one of %s"
              .formatted(
                  text,
                  String.join(
                      ", ",
                      FleetArm.names().stream()
                          .filter(name -> !FleetArm.named(name).orElseThrow().asksTheBroker())
                          .toList())));
    }
    return named.orElseGet(() -> FleetArm.ofFile(Path.of(text)));
  }
}
