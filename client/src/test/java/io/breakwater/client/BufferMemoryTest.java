package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.policy.BufferPolicy;
import io.nats.client.impl.Headers;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a full buffer costs, in JVMs of their own, whose heap nobody else uses. */
@Timeout(120)
class BufferMemoryTest {
  private static final long CAPACITY = BufferPolicy.DEFAULTS.capacityBytes();

  /** See the window of unconfirmed messages in docs/delivery.md. */
  private static final long WITH_JNATS = 30L << 20;

  @TempDir Path directory;

  /** Of empty messages, their number fills the buffer first. */
  @Test
  void fullBuffer_takesAtMostAThirdMoreThanItsCapacity_whateverIsInIt() throws Exception {
    for (String level : new String[] {"publish", "outbox"}) {
      for (int length : new int[] {0, 128, 4_096}) {
        assertThat(heapOf("down", level, length))
            .as("%s of %d bytes", level, length)
            .isBetween(CAPACITY / 4, CAPACITY * 13 / 10);
      }
    }
  }

  /** It was 3.85 times with ten headers each, and 1.5 times with subjects of their own. */
  @Test
  void headersAndSubjectsOfTheirOwn_areChargedToo() throws Exception {
    assertThat(heapOf("down", "headers", 100)).isBetween(CAPACITY / 4, CAPACITY * 13 / 10);
    assertThat(heapOf("down", "subjects", 0)).isBetween(CAPACITY / 4, CAPACITY * 13 / 10);
  }

  @Test
  void serverThatTakesNothing_addsWhatIsUnderWay_andThatIsBounded() throws Exception {
    for (int length : new int[] {0, 128, 129, 4_096}) {
      assertThat(heapOf("stalled", "publish", length))
          .as("of %d bytes", length)
          .isBetween(CAPACITY / 4, CAPACITY * 13 / 10 + WITH_JNATS);
    }
  }

  private long heapOf(String broker, String level, int length) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            Filler.class, directory, Map.of(), broker, level, Integer.toString(length))) {
      assertThat(child.exitCode()).as(child.output()).isZero();
      Matcher grown = Pattern.compile("heap grown by (\\d+)").matcher(child.output());
      assertThat(grown.find()).as(child.output()).isTrue();
      return Long.parseLong(grown.group(1));
    }
  }

  /** Fills the buffer of a bus, and says by how much the heap has grown. */
  static final class Filler {
    private Filler() {}

    public static void main(String[] args) throws Exception {
      int length = Integer.parseInt(args[2]);
      NatsServer server = NatsServer.start(ServerConfig.builder().jetStream().build());
      BufferPolicy buffer = BufferPolicy.DEFAULTS.withMaxMessages(1_000_000);
      Bus bus = Bus.open(Policies.quick(server.url()).buffer(buffer).build());
      bus.started().toCompletableFuture().get(40, TimeUnit.SECONDS);
      // Loads what is needed.
      bus.publish("a", new byte[length]);
      boolean stalled = args[0].equals("stalled");
      if (stalled) {
        server.pause();
      } else {
        server.kill();
        while (bus.health().connected()) {
          Thread.sleep(10);
        }
      }
      long before = used();
      try {
        for (long i = 0; ; i++) {
          fill(bus, args[1], new byte[length], i);
        }
      } catch (BufferFullException e) {
        System.out.println(e.getMessage());
      }
      System.out.println("heap grown by " + (used() - before));
      if (stalled) {
        server.resume();
      }
      server.kill();
      System.exit(0);
    }

    private static void fill(Bus bus, String what, byte[] body, long i) {
      switch (what) {
        case "publish" -> bus.publish("a", body);
        case "subjects" -> bus.publish("a." + i, body);
        case "outbox" -> bus.outbox().send("a", body, MessageId.of("id-" + i));
        default -> {
          Headers headers = new Headers();
          for (int header = 0; header < 10; header++) {
            headers.put("X-Header-" + header, "v" + i + "." + header);
          }
          var unused = bus.outbox().send("a", body, headers, MessageId.of("id-" + i));
        }
      }
    }

    private static long used() throws InterruptedException {
      for (int i = 0; i < 3; i++) {
        System.gc();
        Thread.sleep(20);
      }
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
  }
}
