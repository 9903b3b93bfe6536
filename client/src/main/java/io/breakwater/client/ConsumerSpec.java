package io.breakwater.client;

import io.breakwater.client.internal.SubjectFilter;
import io.breakwater.policy.DurationText;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.support.Validator;
import java.time.Duration;
import java.util.List;

/**
 * What is consumed, and how.
 *
 * <p>{@code maxDeliver} is kept by the bus, not by the server, whose own limit would hide a message
 * for good whose last delivery ended with the process. Every delivery counts, those that an outage
 * cut off too.
 *
 * @param stream the stream
 * @param consumer the durable consumer, with explicit acknowledgement, and without {@code
 *     maxDeliver}
 * @param deadLetter the subject of the dead letters, which a stream must cover
 * @param parallelism how many messages are handled at a time, from 1
 * @param prefetch how many more are fetched and wait for a handler; 0 fetches one for each idle
 *     handler
 * @param maxDeliver how often a message is delivered before it goes to the dead letters, from 1
 * @param retryFirst how long a message waits after its first failure; it doubles with each
 * @param retryMax the longest such wait
 * @param maxHandling how long a handler may take; after that the server is no longer told that it
 *     is at work, and the message goes to somebody else
 */
public record ConsumerSpec(
    String stream,
    ConsumerConfiguration consumer,
    String deadLetter,
    int parallelism,
    int prefetch,
    int maxDeliver,
    Duration retryFirst,
    Duration retryMax,
    Duration maxHandling) {

  /**
   * Checks all that can be said without a server.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public ConsumerSpec {
    Validator.validateStreamName(stream, true);
    check(
        consumer.getDurable() != null && !consumer.getDurable().isEmpty(),
        "a durable name is needed");
    check(consumer.getAckPolicy() == AckPolicy.Explicit, "ackPolicy must be explicit");
    check(consumer.getDeliverSubject() == null, "a pull consumer has no deliverSubject");
    check(
        consumer.getMaxDeliver() <= 0,
        "maxDeliver is kept by the bus: give it to the ConsumerSpec, not to the configuration");
    check(consumer.getBackoff().isEmpty(), "backoff is kept by the bus: use withRetry");
    Validator.validateSubjectTermStrict(deadLetter, "Dead-letter subject", true);
    check(!SubjectFilter.of(deadLetter).hasWildcard(), "deadLetter must not have wildcards");
    check(
        filters(consumer).stream().noneMatch(filter -> SubjectFilter.of(filter).covers(deadLetter)),
        "it would consume its own dead letters from " + deadLetter);
    check(parallelism >= 1, "parallelism must be at least 1: " + parallelism);
    check(prefetch >= 0, "prefetch must not be negative: " + prefetch);
    check(maxDeliver >= 1, "maxDeliver must be at least 1: " + maxDeliver);
    check(retryFirst.toMillis() >= 1, "retryFirst must be at least 1ms");
    check(
        retryMax.compareTo(retryFirst) >= 0,
        "retryMax must not be under " + DurationText.format(retryFirst));
    check(maxHandling.toMillis() >= 1, "maxHandling must be at least 1ms");
  }

  /** jnats has null for none. */
  private static List<String> filters(ConsumerConfiguration consumer) {
    List<String> filters = consumer.getFilterSubjects();
    return filters == null ? List.of() : filters;
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * Returns what to consume with one handler at a time, no prefetch, 10 deliveries, waits from 1 s
   * to 1 min between them, and an hour for a handler.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static ConsumerSpec of(String stream, ConsumerConfiguration consumer, String deadLetter) {
    return new ConsumerSpec(
        stream,
        consumer,
        deadLetter,
        1,
        0,
        10,
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        Duration.ofHours(1));
  }

  /** Returns the same with another parallelism. */
  public ConsumerSpec withParallelism(int handlers) {
    return new ConsumerSpec(
        stream,
        consumer,
        deadLetter,
        handlers,
        prefetch,
        maxDeliver,
        retryFirst,
        retryMax,
        maxHandling);
  }

  /** Returns the same with another prefetch. */
  public ConsumerSpec withPrefetch(int messages) {
    return new ConsumerSpec(
        stream,
        consumer,
        deadLetter,
        parallelism,
        messages,
        maxDeliver,
        retryFirst,
        retryMax,
        maxHandling);
  }

  /** Returns the same with another number of deliveries. */
  public ConsumerSpec withMaxDeliver(int deliveries) {
    return new ConsumerSpec(
        stream,
        consumer,
        deadLetter,
        parallelism,
        prefetch,
        deliveries,
        retryFirst,
        retryMax,
        maxHandling);
  }

  /** Returns the same with other waits between deliveries. */
  public ConsumerSpec withRetry(Duration first, Duration max) {
    return new ConsumerSpec(
        stream, consumer, deadLetter, parallelism, prefetch, maxDeliver, first, max, maxHandling);
  }

  /** Returns the same with another limit for a handler. */
  public ConsumerSpec withMaxHandling(Duration limit) {
    return new ConsumerSpec(
        stream,
        consumer,
        deadLetter,
        parallelism,
        prefetch,
        maxDeliver,
        retryFirst,
        retryMax,
        limit);
  }

  /** Returns the subjects that are consumed; empty if all of the stream are. */
  public List<String> filterSubjects() {
    return filters(consumer);
  }

  /** Returns the durable name. */
  public String durable() {
    return consumer.getDurable();
  }

  /**
   * Returns how long a message waits after a failure: {@code min(retryMax, retryFirst x 2^(n-1))}.
   *
   * @param delivery the number n of the delivery that failed, from 1
   */
  public Duration retryAfter(long delivery) {
    // A double holds the product without overflow; the exponent need not grow past any limit.
    int doublings = (int) Math.min(64, Math.max(0, delivery - 1));
    double doubled = Math.scalb((double) retryFirst.toNanos(), doublings);
    return Duration.ofNanos((long) Math.min((double) retryMax.toNanos(), doubled));
  }
}
