package io.breakwater.client;

import io.nats.client.api.StreamConfiguration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Streams that are there, and durable consumers that come back, through any outage. May be used
 * from any thread, before the bus is connected too.
 */
public interface BusJetStream {

  /**
   * Makes sure that a stream exists: now, and on each connection, before any consumer of this bus
   * starts on it. A broker that has lost its data gets it again. A stream that exists is never
   * changed.
   *
   * <p>The stage completes when the stream is there for the first time. It fails with the first
   * refusal: {@link StreamConflictException} if it exists with another configuration, {@link
   * JetStreamNotEnabledException}, {@link JetStreamRefusedException}, {@link BusClosedException}.
   * After the first three the bus goes on trying.
   *
   * @param stream as jnats knows it; what it does not set is the server's choice
   * @return the same stage for the same stream and configuration
   * @throws IllegalArgumentException if this bus was told another configuration for the stream
   * @throws BusClosedException if the bus is closed
   */
  CompletionStage<Void> ensure(StreamConfiguration stream);

  /**
   * Consumes from a stream, until the consumer or the bus is closed. The durable consumer is
   * created if it does not exist, now and on each connection.
   *
   * @throws IllegalArgumentException if this bus already consumes with that durable
   * @throws BusClosedException if the bus is closed
   */
  BusConsumer consume(ConsumerSpec spec, ConsumerHandler handler);

  /**
   * Consumes as {@link #consume} does, with a handler that keeps no thread while it waits.
   *
   * @throws IllegalArgumentException if this bus already consumes with that durable
   * @throws BusClosedException if the bus is closed
   */
  BusConsumer consumeAsync(ConsumerSpec spec, AsyncConsumerHandler handler);

  /** Returns how each consumer is that is not closed, from memory. */
  List<ConsumerHealth> consumers();
}
