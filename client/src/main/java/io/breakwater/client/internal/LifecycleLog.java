package io.breakwater.client.internal;

import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.LifecycleListener;
import io.breakwater.policy.DurationText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes the lifecycle to the log. The texts are part of the interface: people grep them. For one
 * thread.
 */
final class LifecycleLog implements LifecycleListener {
  private static final Logger log = LoggerFactory.getLogger("io.breakwater.bus");

  private final String name;
  private final FailureLines failures = new FailureLines();

  LifecycleLog(String name) {
    this.name = name;
  }

  @Override
  public void onEvent(LifecycleEvent event) {
    if (event instanceof LifecycleEvent.Connected
        || event instanceof LifecycleEvent.Reconnected
        || event instanceof LifecycleEvent.Disconnected) {
      failures.reset();
    }
    if (event instanceof LifecycleEvent.Opened e) {
      log.info("{} - bus: connecting to nats servers={}", name, e.servers());
    } else if (event instanceof LifecycleEvent.Attempted e) {
      attempted(e);
    } else if (event instanceof LifecycleEvent.Connected e) {
      log.info(
          "{} - bus: connected to nats server={} after={} attempts={}",
          name,
          e.server(),
          text(e.after()),
          e.attempts());
    } else if (event instanceof LifecycleEvent.Disconnected e) {
      log.warn("{} - bus: disconnected from nats server={}", name, e.server());
    } else if (event instanceof LifecycleEvent.Reconnected e) {
      log.info(
          "{} - bus: reconnected to nats server={} outage={} attempts={}",
          name,
          e.server(),
          text(e.outage()),
          e.attempts());
    } else if (event instanceof LifecycleEvent.OutageContinues e) {
      log.warn(
          "{} - bus: still disconnected outage={} attempts={} lastOutcome={}",
          name,
          text(e.age()),
          e.attempts(),
          e.lastOutcome());
    } else if (event instanceof LifecycleEvent.ConnectionReplaced e) {
      log.warn(
          "{} - bus: connection replaced generation={} reason=\"{}\"",
          name,
          e.generation(),
          e.reason());
    } else if (event instanceof LifecycleEvent.ServerRemoved e) {
      log.warn(
          "{} - bus: server removed from the pool server={} failures={} remaining={}",
          name,
          e.server(),
          e.failures(),
          e.remaining());
    } else if (event instanceof LifecycleEvent.FleetSeen e) {
      log.info(
          "{} - bus: fleet seen connections={} connectRate={} rank={} period={}",
          name,
          e.facts().connections().isPresent() ? e.facts().connections().getAsInt() : "unknown",
          e.facts().connectRate().isPresent()
              ? rounded(e.facts().connectRate().getAsDouble())
              : "unknown",
          e.facts().rank().isPresent() ? e.facts().rank().getAsInt() : "unknown",
          text(e.period()));
    } else if (event instanceof LifecycleEvent.DrainStarted e) {
      log.info(
          "{} - bus: drain started messages={} bytes={} age={} expected={}",
          name,
          e.messages(),
          e.bytes(),
          text(e.age()),
          e.expected() == null ? "never" : text(e.expected()));
    } else if (event instanceof LifecycleEvent.DrainEnded e) {
      log.info("{} - bus: drain ended messages={} took={}", name, e.messages(), text(e.took()));
    } else if (event instanceof LifecycleEvent.Indeterminate e) {
      log.warn(
          "{} - bus: messages may be lost first={} last={} count={}",
          name,
          e.range().first(),
          e.range().last(),
          e.range().count());
    } else if (event instanceof LifecycleEvent.OutboxRecovered e) {
      outboxRecovered(e);
    } else if (event instanceof LifecycleEvent.StreamCreated e) {
      log.info("{} - bus: stream created stream={} again={}", name, e.stream(), e.again());
    } else if (event instanceof LifecycleEvent.ConsumerStarted e) {
      log.info(
          "{} - bus: consumer started stream={} consumer={} created={}",
          name,
          e.stream(),
          e.consumer(),
          e.created());
    } else if (event instanceof LifecycleEvent.ConsumerStopped e) {
      log.info(
          "{} - bus: consumer stopped stream={} consumer={} unfinished={}",
          name,
          e.stream(),
          e.consumer(),
          e.unfinished());
    } else if (event instanceof LifecycleEvent.JetStreamRefused e) {
      log.warn("{} - bus: refused what=\"{}\" cause=\"{}\"", name, e.what(), e.cause());
    } else if (event instanceof LifecycleEvent.DeadLettered e) {
      deadLettered(e);
    } else if (event instanceof LifecycleEvent.LameDuck e) {
      log.info("{} - bus: server is about to stop server={}", name, e.server());
    } else if (event instanceof LifecycleEvent.LeavingLameDuck e) {
      log.info("{} - bus: moving off lame-duck server={}", name, e.server());
    } else if (event instanceof LifecycleEvent.Warned e) {
      log.warn("{} - bus: {}", name, e.text());
    } else if (event instanceof LifecycleEvent.Failed e) {
      log.error("{} - failed to connect to NATS: {}", name, e.cause());
    } else if (event instanceof LifecycleEvent.Closed) {
      log.info("{} - bus: connection closed", name);
    }
  }

  private void outboxRecovered(LifecycleEvent.OutboxRecovered e) {
    if (e.damage() == null) {
      log.info("{} - bus: outbox recovered messages={}", name, e.messages());
    } else {
      log.error(
          "{} - bus: outbox recovered messages={} damage=\"{}\"", name, e.messages(), e.damage());
    }
  }

  private void deadLettered(LifecycleEvent.DeadLettered e) {
    log.warn(
        "{} - bus: message dead-lettered stream={} consumer={} subject={} sequence={}"
            + " deliveries={} to={} reason=\"{}\"",
        name,
        e.stream(),
        e.consumer(),
        e.subject(),
        e.sequence(),
        e.deliveries(),
        e.to(),
        e.reason());
  }

  private void attempted(LifecycleEvent.Attempted e) {
    if (e.cause() == null) {
      log.debug("{} - bus: attempt {} connected server={}", name, e.attempt(), e.server());
      return;
    }
    OptionalInt unsaid = failures.next(e);
    // Who wants each has the debug level, a listener or the event file.
    log.atLevel(unsaid.isPresent() ? Level.WARN : Level.DEBUG)
        .log(
            "{} - bus: reconnect attempt failed attempt={} server={} outcome={} took={}"
                + " cause=\"{}\"{}",
            name,
            e.attempt(),
            e.server(),
            e.outcome(),
            text(e.took()),
            e.cause(),
            unsaid.orElse(0) > 0 ? " unlogged=" + unsaid.getAsInt() : "");
  }

  private static double rounded(double rate) {
    return Math.rint(rate * 10) / 10;
  }

  private static String text(Duration duration) {
    return DurationText.format(duration.truncatedTo(ChronoUnit.MILLIS));
  }
}
