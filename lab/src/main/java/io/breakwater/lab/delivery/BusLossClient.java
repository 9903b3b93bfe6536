package io.breakwater.lab.delivery;

import io.breakwater.client.Bus;
import io.breakwater.client.ConsumerSpec;
import io.breakwater.client.LifecycleEvent;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Breakwater's bus.
 *
 * @param publisher its publishing half
 * @param made how often the stream was made again
 */
record BusLossClient(Publisher publisher, AtomicInteger made) implements LossClient {
  private static final String DEAD = "dead.load";
  private static final long START_SECONDS = 60;

  static LossClient open(LoadRecord record, String urls, int replicas, Account account)
      throws IOException, InterruptedException {
    AtomicInteger made = new AtomicInteger();
    Bus bus =
        Bus.open(
            record.loadArm().spec().policy(LoadArm.decided(urls, "service", Map.of())),
            event -> {
              BusEvents.write(record, "service", event);
              if (event instanceof LifecycleEvent.StreamCreated it
                  && it.again()
                  && it.stream().equals(STREAM)) {
                made.incrementAndGet();
              }
            });
    Publisher publisher = new BusPublisher(bus, Level.OUTBOX, LoadScene.SUBJECT, 0, account);
    try {
      bus.jetStream().ensure(stream(STREAM, LoadScene.SUBJECT, replicas));
      bus.jetStream().ensure(stream("DEAD", DEAD, replicas));
      bus.jetStream()
          .consume(
              // Prefetched: short handlers that wait for a round trip each would lag behind.
              ConsumerSpec.of(STREAM, consumer(), DEAD).withPrefetch(64),
              message -> account.delivered(Body.of(message.getData()).sequence()))
          .started()
          .toCompletableFuture()
          .get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      publisher.close();
      throw new IOException("the consumer does not start: " + e.getMessage(), e);
    }
    return new BusLossClient(publisher, made);
  }

  static StreamConfiguration stream(String name, String subject, int replicas) {
    return StreamConfiguration.builder().name(name).subjects(subject).replicas(replicas).build();
  }

  static ConsumerConfiguration consumer() {
    return ConsumerConfiguration.builder().durable(DURABLE).ackPolicy(AckPolicy.Explicit).build();
  }

  @Override
  public int madeAgain() {
    return made.get();
  }

  @Override
  public void close() {
    publisher.close();
  }
}
