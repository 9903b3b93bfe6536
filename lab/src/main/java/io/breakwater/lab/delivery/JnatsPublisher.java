package io.breakwater.lab.delivery;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Plain jnats with its defaults, reconnecting for ever. A future of {@code publishAsync} that has
 * not completed after 5 s has failed for its service; the drill's arm decides whether the service
 * then publishes again.
 */
final class JnatsPublisher implements Publisher {
  /** What a service waits for; jnats itself waits for ever. */
  private static final long FUTURE_SECONDS = 5;

  /** A service that tries more often than that is an outbox. */
  private static final int TRIES = 5;

  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(5);

  private final Connection nats;
  private final JetStream jetStream;
  private final Level level;
  private final String subject;
  private final int number;
  private final boolean repeats;
  private final Told told;
  private final AtomicLong pending = new AtomicLong();

  JnatsPublisher(
      Connection nats, Level level, String subject, int number, boolean repeats, Told told)
      throws IOException {
    this.nats = nats;
    this.level = level;
    this.subject = subject;
    this.number = number;
    this.repeats = repeats;
    this.told = told;
    jetStream = nats.jetStream();
  }

  /**
   * Connects as most services do.
   *
   * @throws IOException if there is no broker
   */
  static Connection connect(String url, String name) throws IOException, InterruptedException {
    return Nats.connect(
        new Options.Builder()
            .server(url)
            .connectionName(name)
            .maxReconnects(-1)
            .errorListener(new ErrorListener() {})
            .build());
  }

  @Override
  public void send(int sequence) {
    byte[] body = new Body(number, sequence).bytes();
    if (level == Level.PUBLISH) {
      nats.publish(subject, body);
      told.accepted(sequence, 0);
      return;
    }
    CompletableFuture<PublishAck> first = jetStream.publishAsync(subject, body);
    told.accepted(sequence, 0);
    pending.incrementAndGet();
    await(first, sequence, body, 1);
  }

  private void await(CompletableFuture<PublishAck> sent, int sequence, byte[] body, int tries) {
    var unused =
        sent.orTimeout(FUTURE_SECONDS, TimeUnit.SECONDS)
            .whenComplete((stored, failure) -> completed(sequence, body, tries, failure));
  }

  private void completed(int sequence, byte[] body, int tries, @Nullable Throwable failure) {
    if (failure == null) {
      told.acknowledged(sequence);
      pending.decrementAndGet();
    } else if (!repeats || tries == TRIES || !sentAgain(sequence, body, tries + 1)) {
      told.told(sequence);
      pending.decrementAndGet();
    }
  }

  private boolean sentAgain(int sequence, byte[] body, int tries) {
    try {
      await(jetStream.publishAsync(subject, body), sequence, body, tries);
      return true;
    } catch (RuntimeException e) {
      return false; // The connection is closed, or its queue is full.
    }
  }

  @Override
  public boolean connected() {
    return nats.getStatus() == Connection.Status.CONNECTED;
  }

  @Override
  public long held() {
    return level == Level.OUTBOX ? pending.get() : -1;
  }

  @Override
  public void finish() {
    try {
      nats.flush(FLUSH_LIMIT);
    } catch (TimeoutException e) {
      // What is not out after that stays where it is.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  @Override
  public void close() {
    try {
      nats.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
