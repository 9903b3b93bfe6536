package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.store.Bucket;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The changes in the buckets of jobs and runs, in order, through one connection. */
final class EventSource implements AutoCloseable {
  private static final int QUEUE = 256;

  private final Connection connection;
  private final Dispatcher dispatcher;
  private final EventPosition position;
  private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(QUEUE);
  private volatile boolean behind;

  private EventSource(Connection connection, EventPosition position) {
    this.connection = connection;
    this.position = position;
    dispatcher = connection.createDispatcher();
  }

  /**
   * Begins after a position; after all that there is now if there is none. A position beyond the
   * end is from a broker that has lost its data: all that there is is news then.
   */
  static EventSource open(Connection connection, EventScope scope, @Nullable EventPosition after)
      throws IOException, JetStreamApiException {
    long jobs = last(connection, Bucket.JOBS);
    long runs = last(connection, Bucket.RUNS);
    EventPosition from =
        after == null
            ? new EventPosition(jobs, runs)
            : new EventPosition(
                after.jobs() > jobs ? 0 : after.jobs(), after.runs() > runs ? 0 : after.runs());
    EventSource source = new EventSource(connection, from);
    try {
      if (scope.jobs().isPresent()) {
        source.subscribe(Bucket.JOBS, scope.jobs().get(), from.jobs() + 1);
      }
      if (scope.runs().isPresent()) {
        source.subscribe(Bucket.RUNS, scope.runs().get(), from.runs() + 1);
      }
      return source;
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static long last(Connection connection, Bucket bucket)
      throws IOException, JetStreamApiException {
    return connection
        .jetStreamManagement()
        .getStreamInfo(bucket.stream())
        .getStreamState()
        .getLastSequence();
  }

  private void subscribe(Bucket bucket, String key, long from)
      throws IOException, JetStreamApiException {
    PushSubscribeOptions options =
        PushSubscribeOptions.builder().ordered(true).stream(bucket.stream())
            .configuration(
                ConsumerConfiguration.builder()
                    .deliverPolicy(DeliverPolicy.ByStartSequence)
                    .startSequence(from)
                    .build())
            .build();
    var unused =
        connection
            .jetStream()
            .subscribe(bucket.subject(key), dispatcher, this::take, false, options);
  }

  /** Never waits: a client that does not read is caught up with later. */
  private void take(Message message) {
    if (!behind && !queue.offer(message)) {
      behind = true;
    }
  }

  /** Returns where it begins. */
  EventPosition position() {
    return position;
  }

  /** Returns the next change, or null if there is none in that time. */
  @Nullable Message next(Duration patience) throws InterruptedException {
    return queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Returns if changes were left out after those that are here: it is to be opened anew. */
  boolean behind() {
    return behind && queue.isEmpty();
  }

  @Override
  public void close() {
    try {
      connection.closeDispatcher(dispatcher);
    } catch (IllegalStateException | IllegalArgumentException e) {
      // Closed with its connection.
    }
  }
}
