package io.breakwater.client.internal.consume;

import io.breakwater.client.AsyncConsumerHandler;
import io.breakwater.client.BusClosedException;
import io.breakwater.client.BusConsumer;
import io.breakwater.client.BusJetStream;
import io.breakwater.client.ConsumerHandler;
import io.breakwater.client.ConsumerHealth;
import io.breakwater.client.ConsumerSpec;
import io.breakwater.client.LifecycleEvent;
import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The streams and consumers of one bus. */
public final class JetStreamBus implements BusJetStream {
  private final String name;
  private final Consumer<LifecycleEvent> events;
  private final Connections connections = new Connections();
  private final StreamKeeper streams;
  private final List<PullConsumer> consumers = new CopyOnWriteArrayList<>();
  private boolean closed;

  /**
   * Creates what does nothing until it is told something.
   *
   * @param name the bus's
   * @param events takes what happens; must not block
   */
  public JetStreamBus(String name, Consumer<LifecycleEvent> events) {
    this.name = name;
    this.events = events;
    streams =
        new StreamKeeper(
            "breakwater-" + name + "-stream-",
            connections,
            events,
            () -> consumers.forEach(PullConsumer::look));
  }

  /** There is another connection of jnats. */
  public void made(Connection connection) {
    connections.made(connection);
  }

  @Override
  public synchronized CompletionStage<Void> ensure(StreamConfiguration stream) {
    checkOpen("ensure stream " + stream.getName());
    return streams.ensure(stream);
  }

  @Override
  public BusConsumer consume(ConsumerSpec spec, ConsumerHandler handler) {
    return consume(spec, new Handler.Waiting(handler));
  }

  @Override
  public BusConsumer consumeAsync(ConsumerSpec spec, AsyncConsumerHandler handler) {
    return consume(spec, new Handler.Later(handler));
  }

  private synchronized BusConsumer consume(ConsumerSpec spec, Handler handler) {
    checkOpen("consume " + spec.durable());
    if (consumers.stream()
        .anyMatch(c -> c.stream().equals(spec.stream()) && c.durable().equals(spec.durable()))) {
      throw new IllegalArgumentException(
          "consumer " + spec.durable() + " of stream " + spec.stream() + ": consumed already");
    }
    PullConsumer consumer =
        new PullConsumer(
            name, spec, handler, connections, streams, events, gone -> consumers.remove(gone));
    consumers.add(consumer);
    consumer.start();
    return consumer;
  }

  private void checkOpen(String what) {
    if (closed) {
      throw new BusClosedException(what + ": the bus is closed");
    }
  }

  @Override
  public List<ConsumerHealth> consumers() {
    return consumers.stream().map(PullConsumer::health).toList();
  }

  /**
   * Ends all consumers in order; returns if all handlers have finished. Does nothing if that was
   * done.
   *
   * @param timeout how long handlers may take, all together
   */
  public boolean close(Duration timeout) {
    synchronized (this) {
      closed = true;
    }
    consumers.forEach(PullConsumer::stop);
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean finished = true;
    boolean any = !consumers.isEmpty();
    for (PullConsumer consumer : consumers) {
      finished &= consumer.end(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
    // Not before: who still has work after a flap waits for its stream.
    streams.close();
    if (any) {
      connections.flush(PullConsumer.DRAIN_LIMIT);
    }
    return finished;
  }
}
