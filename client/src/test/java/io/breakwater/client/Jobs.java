package io.breakwater.client;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A stream of jobs, one of dead jobs, and a durable consumer of the first. */
public final class Jobs {
  /** What is consumed. */
  public static final StreamConfiguration STREAM = stream("JOBS", "job.>");

  /** Where dead letters go. */
  public static final StreamConfiguration DEAD = stream("DEAD", "dead.>");

  private Jobs() {}

  /** Returns a stream on disk with one subject. */
  public static StreamConfiguration stream(String name, String subject) {
    return StreamConfiguration.builder()
        .name(name)
        .subjects(subject)
        .storageType(StorageType.File)
        .build();
  }

  /** Returns a durable with a short time to acknowledge. */
  public static ConsumerConfiguration.Builder worker() {
    return ConsumerConfiguration.builder().durable("worker").ackWait(Duration.ofSeconds(2));
  }

  /** Returns what the tests consume, with short waits between deliveries. */
  public static ConsumerSpec spec() {
    return ConsumerSpec.of("JOBS", worker().build(), "dead.job")
        .withRetry(Duration.ofMillis(20), Duration.ofMillis(200));
  }

  /** Tells a bus of both streams, and waits for them. */
  public static void ensure(Bus bus) throws Exception {
    get(bus.jetStream().ensure(STREAM));
    get(bus.jetStream().ensure(DEAD));
  }

  /** Waits for a stage. */
  public static void get(CompletionStage<?> stage) throws Exception {
    stage.toCompletableFuture().get(40, TimeUnit.SECONDS);
  }

  /** Puts a message into the stream. */
  public static void put(Bus bus, String subject, String body) throws Exception {
    bus.connection().jetStream().publish(subject, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the body of a message. */
  public static String text(Message message) {
    return new String(message.getData(), StandardCharsets.UTF_8);
  }

  /** Returns what the server knows of the consumer. */
  public static ConsumerInfo info(Bus bus) throws Exception {
    return bus.connection().jetStreamManagement().getConsumerInfo("JOBS", "worker");
  }

  /** Returns if everything in the stream is acknowledged. */
  public static boolean allAcknowledged(Bus bus) throws Exception {
    ConsumerInfo info = info(bus);
    return info.getNumPending() == 0 && info.getNumAckPending() == 0;
  }

  /** Returns the dead letters, as many as there are. */
  public static List<Message> deadLetters(Bus bus) throws Exception {
    Connection connection = bus.connection();
    JetStreamSubscription dead =
        connection
            .jetStream()
            .subscribe("dead.>", PullSubscribeOptions.builder().stream("DEAD").build());
    long count =
        connection.jetStreamManagement().getStreamInfo("DEAD").getStreamState().getMsgCount();
    List<Message> letters = count == 0 ? List.of() : dead.fetch((int) count, 5_000);
    dead.unsubscribe();
    return letters;
  }

  /** Waits long, and looks often. */
  public static ConditionFactory await() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions();
  }
}
