package io.breakwater.lab.hazards;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.client.BusState;
import io.breakwater.policy.Authentication;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.LifecyclePolicyBuilder;
import io.breakwater.policy.ProbeSettings;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import io.breakwater.policy.Secret;
import io.breakwater.policy.SecretSource;
import io.breakwater.policy.StartupSettings;
import io.nats.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Breakwater's bus, with the same wait and jitter. */
record BusClient(Bus bus) implements HazardClient {
  private static final long START_LIMIT_SECONDS = 60;

  /** Opens them. */
  record Opener(Duration patience) implements Kind {
    @Override
    public String text() {
      return "bus";
    }

    @Override
    public HazardClient open(HazardSettings settings) throws IOException, InterruptedException {
      Bus bus = opened(policy(settings));
      try {
        bus.started().toCompletableFuture().get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
        return new BusClient(bus);
      } catch (ExecutionException | TimeoutException e) {
        bus.close();
        throw new IOException(e);
      } catch (InterruptedException e) {
        bus.close();
        throw e;
      }
    }

    private static Bus opened(LifecyclePolicy policy) throws IOException {
      try {
        return Bus.open(policy);
      } catch (BusException e) {
        throw new IOException(e);
      }
    }

    private static LifecyclePolicy policy(HazardSettings settings) {
      LifecyclePolicyBuilder builder =
          LifecyclePolicy.builder()
              .service("hazards")
              .servers(settings.url())
              .connectTimeout(settings.connectTimeout())
              .startup(StartupSettings.DEFAULTS.withPolicy(settings.startup()))
              .reconnect(
                  ReconnectSettings.DEFAULTS
                      .withShape(ScheduleShape.JITTER)
                      .withWaitTime(settings.waitTime())
                      .withJitter(settings.jitter()))
              .probes(ProbeSettings.DEFAULTS.withEnabled(false));
      if (settings.password() != null) {
        builder.authentication(
            new Authentication.UserPassword(
                HazardSettings.USER, new SecretSource.Inline(Secret.of(settings.password()))));
      }
      return builder.build();
    }
  }

  @Override
  public boolean connected() {
    return bus.health().connected();
  }

  @Override
  public boolean closed() {
    return bus.health().state() == BusState.CLOSED;
  }

  @Override
  public void leave() {
    bus.reconnect();
  }

  @Override
  public Connection nats() {
    return bus.connection();
  }

  @Override
  public void close() {
    bus.close();
  }
}
