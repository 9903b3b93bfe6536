package orders;

import io.breakwater.client.Bus;
import io.breakwater.client.BusState;
import io.breakwater.policy.LifecyclePolicy;
import java.time.Duration;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/** The member "nats" of the readiness group: from memory, it never blocks. */
@Component
class NatsHealthIndicator extends AbstractHealthIndicator {
  private final Bus bus;
  private final Duration grace;

  NatsHealthIndicator(Bus bus, LifecyclePolicy policy) {
    this.bus = bus;
    this.grace = policy.probes().grace();
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    var health = bus.health();
    boolean withinGrace =
        health.state() == BusState.DISCONNECTED && health.outageAge().compareTo(grace) <= 0;
    builder
        .status(health.connected() || withinGrace ? Status.UP : Status.OUT_OF_SERVICE)
        .withDetail("state", health.state())
        .withDetail("outageSeconds", health.outageAge().toSeconds())
        .withDetail("attempts", health.attempts());
  }
}
