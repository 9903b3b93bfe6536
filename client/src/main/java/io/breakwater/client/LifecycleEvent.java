package io.breakwater.client;

import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.FleetFacts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened to a bus. URLs in events have their user info masked. */
public sealed interface LifecycleEvent {

  /** Returns when it happened. */
  Instant at();

  /**
   * The bus was opened; no attempt has been made yet.
   *
   * @param at when
   * @param servers the configured servers, comma-separated
   */
  record Opened(Instant at, String servers) implements LifecycleEvent {}

  /**
   * One attempt ended.
   *
   * @param at when it ended
   * @param startedAt when its slot came
   * @param attempt its number within the outage, from 1
   * @param server the server that was dialled
   * @param outcome how it ended
   * @param took how long it took
   * @param cause what it met, in a few words; null if it connected
   */
  record Attempted(
      Instant at,
      Instant startedAt,
      long attempt,
      String server,
      AttemptOutcome outcome,
      Duration took,
      @Nullable String cause)
      implements LifecycleEvent {}

  /**
   * The first connection of this bus stands.
   *
   * @param at when
   * @param server to which server
   * @param after how long after the bus was opened
   * @param attempts the attempts it took
   */
  record Connected(Instant at, String server, Duration after, long attempts)
      implements LifecycleEvent {}

  /**
   * An outage began.
   *
   * @param at when
   * @param server the server that was lost
   */
  record Disconnected(Instant at, String server) implements LifecycleEvent {}

  /**
   * An outage ended.
   *
   * @param at when
   * @param server to which server
   * @param outage how long it lasted
   * @param attempts the attempts it took
   */
  record Reconnected(Instant at, String server, Duration outage, long attempts)
      implements LifecycleEvent {}

  /**
   * An outage has gone on for another minute.
   *
   * @param at when
   * @param age how long it has lasted
   * @param attempts the attempts so far
   * @param lastOutcome how the last of them ended; null if none has ended
   */
  record OutageContinues(
      Instant at, Duration age, long attempts, @Nullable AttemptOutcome lastOutcome)
      implements LifecycleEvent {}

  /**
   * jnats had given up on its connection, or held on to a dead one; a new one takes its place.
   *
   * @param at when
   * @param generation the number of the new connection, from 2
   * @param reason why the old one was let go
   */
  record ConnectionReplaced(Instant at, int generation, String reason) implements LifecycleEvent {}

  /**
   * A server was taken out of the pool after {@code maxAttempts} failures in a row.
   *
   * @param at when
   * @param server which one
   * @param failures how often it failed
   * @param remaining how many servers are left
   */
  record ServerRemoved(Instant at, String server, int failures, int remaining)
      implements LifecycleEvent {}

  /**
   * What is known of the fleet has changed enough to matter to the schedule.
   *
   * @param at when
   * @param facts what is configured, and what was discovered where it is not
   * @param period P of the schedule from now on
   */
  record FleetSeen(Instant at, FleetFacts facts, Duration period) implements LifecycleEvent {}

  /**
   * What was held in an outage begins to go out, at the drain rate.
   *
   * @param at when
   * @param messages how many are held
   * @param bytes what they are charged with
   * @param age the age of the oldest
   * @param expected how long that will take; null if messages come faster than they go
   */
  record DrainStarted(
      Instant at, long messages, long bytes, Duration age, @Nullable Duration expected)
      implements LifecycleEvent {}

  /**
   * What was held has gone out.
   *
   * @param at when
   * @param messages how many went out
   * @param took how long it took
   */
  record DrainEnded(Instant at, long messages, Duration took) implements LifecycleEvent {}

  /**
   * Messages of {@link Bus#publish} may have been lost with their connection.
   *
   * @param at when
   * @param range which ones
   */
  record Indeterminate(Instant at, IndeterminateRange range) implements LifecycleEvent {}

  /**
   * The outbox on disk was opened, with what an earlier process had left in it.
   *
   * @param at when
   * @param messages how many messages will be sent
   * @param damage what was damaged and could not be read; null if nothing was
   */
  record OutboxRecovered(Instant at, long messages, @Nullable String damage)
      implements LifecycleEvent {}

  /**
   * The server announced that it is about to stop. The bus stays until its moment comes: see {@link
   * LeavingLameDuck}.
   *
   * @param at when
   * @param server which one
   */
  record LameDuck(Instant at, String server) implements LifecycleEvent {}

  /**
   * The bus leaves a server that announced that it is about to stop; {@link Disconnected} and
   * {@link Reconnected} follow.
   *
   * @param at when
   * @param server which one it leaves
   */
  record LeavingLameDuck(Instant at, String server) implements LifecycleEvent {}

  /**
   * The server, or the client library, reported an error that did not end the connection.
   *
   * @param at when
   * @param text what was reported
   */
  record Warned(Instant at, String text) implements LifecycleEvent {}

  /**
   * A stream that the bus was told of was not there, and was made.
   *
   * @param at when
   * @param stream which one
   * @param again if it had been there before: the broker has lost its data
   */
  record StreamCreated(Instant at, String stream, boolean again) implements LifecycleEvent {}

  /**
   * A consumer is at work: for the first time, or again after an outage.
   *
   * @param at when
   * @param stream its stream
   * @param consumer its durable name
   * @param created if the server did not have it
   */
  record ConsumerStarted(Instant at, String stream, String consumer, boolean created)
      implements LifecycleEvent {}

  /**
   * A consumer was closed.
   *
   * @param at when
   * @param stream its stream
   * @param consumer its durable name
   * @param unfinished how many handlers had not finished
   */
  record ConsumerStopped(Instant at, String stream, String consumer, int unfinished)
      implements LifecycleEvent {}

  /**
   * A stream or a consumer cannot be as the bus was told; it goes on trying. Reported once for each
   * reason.
   *
   * @param at when
   * @param what which stream or consumer
   * @param cause why, in one line
   */
  record JetStreamRefused(Instant at, String what, String cause) implements LifecycleEvent {}

  /**
   * A message went to the dead letters.
   *
   * @param at when
   * @param stream its stream
   * @param consumer who consumed it
   * @param subject its subject
   * @param sequence its sequence in the stream
   * @param deliveries how often it was delivered
   * @param to the subject of the dead letters
   * @param reason why, in one line
   */
  record DeadLettered(
      Instant at,
      String stream,
      String consumer,
      String subject,
      long sequence,
      long deliveries,
      String to,
      String reason)
      implements LifecycleEvent {}

  /**
   * The bus could not start, or gave up coming back; {@link Closed} follows.
   *
   * @param at when
   * @param cause why, in one line
   */
  record Failed(Instant at, String cause) implements LifecycleEvent {}

  /**
   * The bus is closed.
   *
   * @param at when
   */
  record Closed(Instant at) implements LifecycleEvent {}
}
