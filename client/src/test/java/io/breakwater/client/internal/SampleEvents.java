package io.breakwater.client.internal;

import io.breakwater.client.IndeterminateRange;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.FleetFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One event of each type. */
final class SampleEvents {
  static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
  static final String SERVER = "nats://a:4222";

  static final List<LifecycleEvent> ALL =
      List.of(
          new LifecycleEvent.Opened(AT, "nats://a:4222,nats://b:4222"),
          new LifecycleEvent.Attempted(
              AT,
              AT.minusSeconds(1),
              7,
              SERVER,
              AttemptOutcome.OVERLOADED,
              Duration.ofMillis(1_500),
              "timed \"out\""),
          new LifecycleEvent.Attempted(
              AT, AT, 8, SERVER, AttemptOutcome.CONNECTED, Duration.ofNanos(2_999_999), null),
          new LifecycleEvent.Connected(AT, SERVER, Duration.ofMillis(2_500), 8),
          new LifecycleEvent.Disconnected(AT, SERVER),
          new LifecycleEvent.Reconnected(AT, SERVER, Duration.ofSeconds(61), 3),
          new LifecycleEvent.OutageContinues(
              AT, Duration.ofMinutes(2), 9, AttemptOutcome.UNREACHABLE),
          new LifecycleEvent.ConnectionReplaced(AT, 2, "jnats closed the connection"),
          new LifecycleEvent.ServerRemoved(AT, SERVER, 5, 1),
          new LifecycleEvent.FleetSeen(
              AT, FleetFacts.of(150, 14.4321, 7), Duration.ofMillis(11_000)),
          new LifecycleEvent.DrainStarted(
              AT, 5_000, 640_000, Duration.ofSeconds(30), Duration.ofSeconds(5)),
          new LifecycleEvent.DrainStarted(AT, 1, 200, Duration.ofSeconds(1), null),
          new LifecycleEvent.DrainEnded(AT, 5_100, Duration.ofMillis(5_200)),
          new LifecycleEvent.Indeterminate(AT, new IndeterminateRange(17, 42)),
          new LifecycleEvent.OutboxRecovered(AT, 12, null),
          new LifecycleEvent.OutboxRecovered(AT, 12, "2 damaged messages"),
          new LifecycleEvent.StreamCreated(AT, "JOBS", true),
          new LifecycleEvent.ConsumerStarted(AT, "JOBS", "worker", false),
          new LifecycleEvent.ConsumerStopped(AT, "JOBS", "worker", 2),
          new LifecycleEvent.JetStreamRefused(AT, "stream JOBS", "not here"),
          new LifecycleEvent.DeadLettered(
              AT, "JOBS", "worker", "job.a", 7, 5, "dead.job", "handler failed: X: y"),
          new LifecycleEvent.LameDuck(AT, SERVER),
          new LifecycleEvent.LeavingLameDuck(AT, SERVER),
          new LifecycleEvent.Warned(AT, "slow consumer: 3 messages dropped"),
          new LifecycleEvent.Failed(AT, "nats not connected within startup budget (1m45s)"),
          new LifecycleEvent.Closed(AT));

  private SampleEvents() {}
}
