package io.breakwater.client;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A durable consumer that outlives outages, replaced connections and a broker without its data. */
public interface BusConsumer extends AutoCloseable {

  /**
   * Returns a stage that completes when the consumer is at work for the first time. It fails with
   * the first refusal:
   *
   * <ul>
   *   <li>{@link StreamNotFoundException} if there is no such stream, and the bus was not told of
   *       it
   *   <li>{@link ConsumerConflictException} if the durable exists with another configuration
   *   <li>{@link NoStreamException} if no stream covers what it is to consume, or its dead letters
   *   <li>{@link JetStreamNotEnabledException}, {@link JetStreamRefusedException}
   *   <li>{@link BusClosedException} if the consumer is closed before
   * </ul>
   *
   * <p>After all but the last the consumer goes on trying, for somebody may mend it.
   */
  CompletionStage<Void> started();

  /** Returns how the consumer is now, from memory, without blocking. */
  ConsumerHealth health();

  /**
   * Ends the consumer in order: takes no more messages, hands back at once what was fetched and not
   * begun, waits for the handlers that run, and interrupts those whose time is up. Nothing that a
   * handler has not finished is acknowledged. The durable stays on the server.
   *
   * <p>Called by one of its own handlers it waits for nobody.
   *
   * @param timeout how long handlers may take to finish; zero interrupts them at once
   * @return true if all have finished
   */
  boolean close(Duration timeout);

  /** Ends the consumer as {@link #close(Duration)} does, within five seconds. */
  @Override
  void close();
}
