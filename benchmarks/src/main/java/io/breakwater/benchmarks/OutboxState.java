package io.breakwater.benchmarks;

import io.breakwater.client.Bus;
import io.breakwater.client.MessageId;
import io.breakwater.client.Outbox;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.PublishOptions;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One side of the comparison, connected to the broker of the run, and its stream. */
@State(Scope.Benchmark)
public class OutboxState {
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String STREAM = "BENCHMARK";
  private static final String SUBJECT = "benchmark.outbox";
  private static final byte[] BODY = new byte[128];
  private static final int KEPT = 10_000;

  /** See {@link PublishState#round}. */
  @Param("1")
  public int round;

  /** What is measured. */
  @Param public Side side = Side.BUS;

  /** The broker of the run. */
  @Param("")
  public String url = "";

  private Sender sender = id -> new CompletableFuture<>();
  private @Nullable AutoCloseable closed;
  private String ids = "";
  private long sent;

  /** What both sides have in common. */
  private interface Sender {
    CompletableFuture<?> send(String id);
  }

  /** Connects, with a new stream that keeps no more than the last few messages. */
  @Setup(Level.Trial)
  public void connect() throws Exception {
    ids = MessageId.unique() + "-";
    if (side == Side.BUS) {
      Bus bus = Bus.open(Policies.defaults(url));
      closed = bus;
      bus.started().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      stream(bus.connection());
      Outbox outbox = bus.outbox();
      sender = id -> outbox.send(SUBJECT, BODY, MessageId.of(id)).toCompletableFuture();
    } else {
      Connection plain = Nats.connect(PublishState.options(url));
      closed = plain;
      stream(plain);
      JetStream jetStream = plain.jetStream();
      sender =
          id ->
              jetStream.publishAsync(SUBJECT, BODY, PublishOptions.builder().messageId(id).build());
    }
  }

  private static void stream(Connection connection) throws IOException, JetStreamApiException {
    if (connection.jetStreamManagement().getStreamNames().contains(STREAM)) {
      connection.jetStreamManagement().deleteStream(STREAM);
    }
    connection
        .jetStreamManagement()
        .addStream(
            StreamConfiguration.builder()
                .name(STREAM)
                .subjects(SUBJECT)
                .storageType(StorageType.Memory)
                .maxMessages(KEPT)
                .discardPolicy(DiscardPolicy.Old)
                .build());
  }

  CompletableFuture<?> send() {
    return sender.send(ids + sent++);
  }

  /** Disconnects. */
  @TearDown(Level.Trial)
  public void disconnect() throws Exception {
    if (closed != null) {
      closed.close();
    }
  }
}
