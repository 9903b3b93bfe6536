package io.breakwater.benchmarks;

import io.breakwater.client.Bus;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One side of the comparison, connected to the broker of the run. */
@State(Scope.Benchmark)
public class PublishState {
  private static final String SUBJECT = "benchmark.publish";
  private static final byte[] BODY = new byte[128];
  private static final int OUTGOING_QUEUE = 65_536;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /**
   * JMH orders a run by the names of its parameters, then by their values: this one comes before
   * the side, so that the sides alternate, and what else the machine does hits both alike.
   */
  @Param("1")
  public int round;

  /** What is measured. */
  @Param public Side side = Side.BUS;

  /** The broker of the run. */
  @Param("")
  public String url = "";

  private Publisher publisher = (subject, body) -> {};
  private @Nullable Connection connection;
  private @Nullable AutoCloseable closed;

  /** What both sides have in common. */
  private interface Publisher {
    void publish(String subject, byte[] body);
  }

  /** Connects. */
  @Setup(Level.Trial)
  public void connect() throws Exception {
    if (side == Side.BUS) {
      Bus bus = Bus.open(Policies.defaults(url));
      closed = bus;
      bus.started().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      connection = bus.connection();
      publisher = bus::publish;
    } else {
      Connection plain = Nats.connect(options(url));
      closed = plain;
      connection = plain;
      publisher = plain::publish;
    }
  }

  /** The options that the bus gives to jnats too; all others are jnats's own on both sides. */
  static Options options(String url) {
    return new Options.Builder()
        .server(url)
        .connectionName("benchmark")
        .connectionTimeout(Duration.ofSeconds(10))
        .pingInterval(Duration.ofSeconds(15))
        .maxPingsOut(3)
        .maxReconnects(-1)
        .reconnectBufferSize(0)
        .maxMessagesInOutgoingQueue(OUTGOING_QUEUE)
        .build();
  }

  void publish() {
    publisher.publish(SUBJECT, BODY);
  }

  /** Returns when the broker has everything that was published. */
  void flush() throws InterruptedException, TimeoutException {
    if (connection == null) {
      throw new IllegalStateException("not connected");
    }
    connection.flush(LIMIT);
  }

  /** Disconnects. */
  @TearDown(Level.Trial)
  public void disconnect() throws Exception {
    if (closed != null) {
      closed.close();
    }
  }
}
