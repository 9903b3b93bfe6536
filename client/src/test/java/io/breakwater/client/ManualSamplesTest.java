package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.LifecyclePolicy;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The samples of the manual stand in this class, so they compile; those for Spring in its example.
 */
class ManualSamplesTest {
  private static final List<Path> MANUAL =
      Stream.of("client.md", "delivery.md", "consuming.md")
          .map(page -> Path.of("..", "docs", page))
          .toList();
  private static final Path HERE =
      Path.of("src", "test", "java", "io", "breakwater", "client", "ManualSamplesTest.java");
  private static final Pattern SAMPLE = Pattern.compile("(?s)```java\n(.*?)```");

  @Test
  void everySample_standsInThisClass() throws Exception {
    List<String> samples = new ArrayList<>();
    for (Path page : MANUAL) {
      Matcher matcher = SAMPLE.matcher(Files.readString(page));
      while (matcher.find()) {
        // Whole programs are compiled and run by QuickStartTest.
        if (!matcher.group(1).contains("public class")) {
          samples.add(withoutSpace(matcher.group(1)));
        }
      }
    }
    assertThat(samples).hasSize(10);
    String here = withoutSpace(Files.readString(HERE));
    assertThat(samples).allSatisfy(sample -> assertThat(here).contains(sample));
  }

  @Test
  void everySampleForSpring_standsInItsExample() throws Exception {
    Path docs = Path.of("..", "docs");
    StringBuilder example = new StringBuilder();
    try (Stream<Path> files = Files.walk(docs.resolve(Path.of("examples", "spring", "src")))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        example.append(Files.readString(file));
      }
    }
    String whole = withoutSpace(example.toString());
    List<String> samples =
        Pattern.compile("(?s)```(?:java|yaml example)\n(.*?)```")
            .matcher(Files.readString(docs.resolve("spring.md")))
            .results()
            .map(sample -> withoutSpace(sample.group(1)))
            .toList();
    assertThat(samples).hasSize(6);
    assertThat(samples).allSatisfy(sample -> assertThat(whole).contains(sample));
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s+", "");
  }

  static void handles(Bus bus, AtomicReference<JetStream> jobs) {
    bus.onConnection((generation, connection) -> jobs.set(connection.jetStream()));
  }

  static Bus events(LifecyclePolicy policy, List<AttemptOutcome> outcomes) {
    Bus bus =
        Bus.open(
            policy,
            event -> {
              if (event instanceof LifecycleEvent.Attempted attempt) {
                outcomes.add(attempt.outcome());
              }
            });
    return bus;
  }

  static void metrics(Bus bus, LifecyclePolicy policy, MeterRegistry registry) {
    new BusMetrics(bus, policy.nats().name()).bindTo(registry);
  }

  static void outbox(Bus bus, byte[] bytes, String orderId) {
    CompletionStage<Receipt> receipt =
        bus.outbox().send("orders.new", bytes, MessageId.of(orderId));
    receipt.whenComplete((stored, failure) -> log(stored, failure));
  }

  private static void log(@Nullable Receipt stored, @Nullable Throwable failure) {
    assertThat(stored == null).isEqualTo(failure != null);
  }

  static void notDelivered(
      Bus bus, List<Undelivered> deadLetters, List<IndeterminateRange> suspects) {
    bus.onDelivery(
        new DeliveryListener() {
          @Override
          public void undelivered(Undelivered message) {
            deadLetters.add(message);
          }

          @Override
          public void indeterminate(IndeterminateRange range) {
            suspects.add(range);
          }
        });
  }

  static boolean closing(Bus bus) {
    CloseReport left = bus.close(Duration.ofSeconds(10));
    return left.complete();
  }

  static void consuming(Bus bus, MeterRegistry registry) {
    bus.jetStream().ensure(StreamConfiguration.builder().name("JOBS").subjects("job.>").build());
    bus.jetStream().ensure(StreamConfiguration.builder().name("DEAD").subjects("dead.>").build());
    ConsumerSpec spec =
        ConsumerSpec.of(
                "JOBS", ConsumerConfiguration.builder().durable("worker").build(), "dead.job")
            .withParallelism(8)
            .withMaxDeliver(5);
    BusConsumer consumer = bus.jetStream().consume(spec, message -> work(message.getData()));
    new ConsumerMetrics(consumer, "scheduler").bindTo(registry);
  }

  /** What a handler may hand a message on to. */
  interface Store {
    CompletionStage<Void> write(byte[] job);
  }

  static BusConsumer consumingLater(Bus bus, ConsumerSpec spec, Store store) {
    BusConsumer consumer =
        bus.jetStream().consumeAsync(spec, message -> store.write(message.getData()));
    return consumer;
  }

  private static void work(byte[] job) {
    assertThat(job).isNotNull();
  }

  static Connection ownConnection(String url, LifecyclePolicy policy)
      throws IOException, InterruptedException {
    Connection nats =
        Nats.connect(Breakwater.guard(new Options.Builder().server(url), policy).build());
    return nats;
  }
}
