package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.OutboxPolicy;
import io.nats.client.api.StreamConfiguration;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The outbox in a directory: what survives the process, and what is wrong with a directory. */
@Timeout(180)
class OutboxOnDiskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path temporary;
  private Path directory;
  private NatsServer server;

  @BeforeEach
  void start() throws Exception {
    directory = temporary.resolve("a").resolve("outbox");
    server = NatsServer.start(ServerConfig.builder().jetStream().build());
    try (Bus bus = Bus.open(Policies.quick(server.url()).build())) {
      bus.started().toCompletableFuture().get(40, TimeUnit.SECONDS);
      bus.connection()
          .jetStreamManagement()
          .addStream(StreamConfiguration.builder().name("ORDERS").subjects("orders.>").build());
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private LifecyclePolicy policy() {
    return policy(server.url(), directory, OutboxPolicy.DEFAULTS.maxBytes());
  }

  static LifecyclePolicy policy(String url, Path directory, long maxBytes) {
    return Policies.quick(url)
        .outbox(OutboxPolicy.DEFAULTS.withDirectory(directory).withMaxBytes(maxBytes))
        .build();
  }

  private static CompletionStage<Receipt> send(Bus bus, String id) {
    return bus.outbox().send("orders.new", id.getBytes(StandardCharsets.UTF_8), MessageId.of(id));
  }

  private static Receipt get(CompletionStage<Receipt> receipt) throws Exception {
    return receipt.toCompletableFuture().get(40, TimeUnit.SECONDS);
  }

  private long stored(Bus bus) throws Exception {
    return bus.connection()
        .jetStreamManagement()
        .getStreamInfo("ORDERS")
        .getStreamState()
        .getMsgCount();
  }

  @Test
  void whatIsLeft_isSentByTheNextBus_once() throws Exception {
    server.kill();
    CloseReport report;
    try (Bus bus = Bus.open(policy())) {
      for (int i = 0; i < 20; i++) {
        send(bus, "m" + i);
      }
      report = bus.close(Duration.ZERO);
    }
    assertThat(report.keptOnDisk()).isEqualTo(20);
    assertThat(report.undelivered()).isEmpty();
    assertThat(report.complete()).isFalse();

    server.restart();
    Events events = new Events();
    try (Bus bus = Bus.open(policy(), events)) {
      bus.started().toCompletableFuture().get(40, TimeUnit.SECONDS);
      await().atMost(PATIENCE).until(() -> stored(bus) == 20);
      assertThat(get(send(bus, "m3")).duplicate()).isTrue();
      var third = bus.connection().jetStreamManagement().getMessage("ORDERS", 3);
      assertThat(third.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo("m2");
      assertThat(new String(third.getData(), StandardCharsets.UTF_8)).isEqualTo("m2");
      assertThat(bus.close(PATIENCE).complete()).isTrue();
    }
    assertThat(events.of(LifecycleEvent.OutboxRecovered.class))
        .singleElement()
        .satisfies(
            recovered -> {
              assertThat(recovered.messages()).isEqualTo(20);
              assertThat(recovered.damage()).isNull();
            });
    assertThat(recover()).isZero();
  }

  /** Opens the directory without a broker, and returns how many messages are in it. */
  private long recover() throws Exception {
    Events events = new Events();
    server.kill();
    try (Bus bus = Bus.open(policy(), events)) {
      return bus.health().delivery().backlogMessages();
    }
  }

  @Test
  void processThatIsKilled_hasLostNothingThatItAccepted() throws Exception {
    for (int round = 0; round < 3; round++) {
      int accepted = killedAfter(50 + 120 * round, round);
      assertThat(accepted).isGreaterThan(0);
    }
  }

  private int killedAfter(int messages, int round) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            DiskSender.class,
            temporary,
            Map.of(),
            server.url(),
            directory.toString(),
            "round" + round)) {
      await().atMost(PATIENCE).until(() -> accepted(child).size() >= messages);
      child.kill();
      child.exitCode();
      List<String> ids = accepted(child);
      try (Bus bus = Bus.open(policy())) {
        bus.started().toCompletableFuture().get(40, TimeUnit.SECONDS);
        assertThat(bus.close(PATIENCE).complete()).isTrue();
      }
      try (Bus bus = Bus.open(Policies.quick(server.url()).build())) {
        bus.started().toCompletableFuture().get(40, TimeUnit.SECONDS);
        for (String id : ids) {
          assertThat(get(send(bus, id)).duplicate()).as(id).isTrue();
        }
      }
      return ids.size();
    }
  }

  /** Complete lines only: the last may have been cut off by the kill. */
  private static List<String> accepted(ChildJvm child) throws Exception {
    String output = child.output();
    return output
        .substring(0, output.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.startsWith("accepted "))
        .map(line -> line.substring("accepted ".length()))
        .toList();
  }

  /** Accepts messages and says so, until it is killed. */
  static final class DiskSender {
    private DiskSender() {}

    public static void main(String[] args) {
      Bus bus = Bus.open(policy(args[0], Path.of(args[1]), 1 << 28));
      for (int i = 0; ; i++) {
        String id = args[2] + "-" + i;
        var unused = send(bus, id);
        System.out.println("accepted " + id);
      }
    }
  }

  @Test
  void directoryInUse_isRefused_inThisProcessAndInAnother() throws Exception {
    try (Bus bus = Bus.open(policy())) {
      assertThatThrownBy(() -> Bus.open(policy()))
          .isInstanceOf(OutboxDirectoryException.class)
          .hasMessage("outbox.directory " + directory + ": in use by another bus of this process");
      try (ChildJvm child =
          ChildJvm.start(
              DiskSender.class, temporary, Map.of(), server.url(), directory.toString(), "x")) {
        assertThat(child.exitCode()).isEqualTo(1);
        assertThat(child.output()).contains("in use by another process");
      }
      bus.started().toCompletableFuture().get(40, TimeUnit.SECONDS);
      get(send(bus, "still-fine"));
    }
  }

  @Test
  void directoryThatCannotBeUsed_isRefusedByName() throws Exception {
    Path file = Files.createFile(temporary.resolve("file"));
    directory = file.resolve("outbox");
    assertThatThrownBy(() -> Bus.open(policy()))
        .isInstanceOf(OutboxDirectoryException.class)
        .hasMessageStartingWith("outbox.directory " + directory + ": cannot be used");
    directory = Path.of("/proc/outbox");
    assertThatThrownBy(() -> Bus.open(policy())).isInstanceOf(OutboxDirectoryException.class);
  }

  @Test
  void fileThatIsNoStore_isRefused_andLeftAlone() throws Exception {
    Files.createDirectories(directory);
    byte[] rubbish = "rubbish".repeat(3_000).getBytes(StandardCharsets.UTF_8);
    Files.write(directory.resolve("outbox.mv"), rubbish);
    assertThatThrownBy(() -> Bus.open(policy()))
        .isInstanceOf(OutboxDirectoryException.class)
        .hasMessageContaining("outbox.mv cannot be read")
        .hasMessageContaining("move it away");
    assertThat(directory.resolve("outbox.mv")).hasBinaryContent(rubbish);
  }

  @Test
  void damagedTail_isRepaired_andReported() throws Exception {
    server.kill();
    try (ChildJvm child =
        ChildJvm.start(
            DiskSender.class, temporary, Map.of(), server.url(), directory.toString(), "x")) {
      await().atMost(PATIENCE).until(() -> accepted(child).size() >= 300);
      child.kill();
      child.exitCode();
      Path store = directory.resolve("outbox.mv");
      try (RandomAccessFile file = new RandomAccessFile(store.toFile(), "rw")) {
        file.setLength(file.length() - 100_000);
      }
      Events events = new Events();
      try (Bus bus = Bus.open(policy(), events)) {
        long left = bus.health().delivery().backlogMessages();
        // The tail is a few of the last commits, of one message each.
        assertThat(left).isBetween(accepted(child).size() / 2L, accepted(child).size() - 1L);
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(events.of(LifecycleEvent.OutboxRecovered.class))
                        .singleElement()
                        .satisfies(
                            recovered ->
                                assertThat(recovered.damage())
                                    .matches("the last \\d+ commits could not be read")));
        server.restart();
        await().atMost(PATIENCE).until(() -> bus.health().connected());
        assertThat(bus.close(PATIENCE).complete()).isTrue();
      }
    }
  }

  @Test
  void limit_holdsOnDisk_andTheFileStaysSmall() throws Exception {
    server.kill();
    try (Bus bus = Bus.open(policy(server.url(), directory, 100_000))) {
      byte[] body = new byte[1_000];
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  bus.outbox().send("orders.new", body, MessageId.of("m" + i));
                }
              })
          .isInstanceOf(BufferFullException.class)
          .hasMessageContaining("the outbox is full")
          .hasMessageContaining("of 100000 bytes");
      long before = bus.health().delivery().backlogMessages();
      assertThat(before).isBetween(50L, 100L);
      server.restart();
      await().atMost(PATIENCE).until(() -> bus.health().delivery().backlogMessages() == 0);
      for (int i = 0; i < 2_000; i++) {
        get(bus.outbox().send("orders.new", body, MessageId.of("n" + i)));
      }
      assertThat(Files.size(directory.resolve("outbox.mv"))).isLessThan(80L << 20);
    }
    // Closed in order, it is small again; how small, depends on what is done within 0.1 s.
    assertThat(Files.size(directory.resolve("outbox.mv"))).isLessThan(8L << 20);
  }

  /** A limit on the size of files makes writes fail as a full disk does, and needs no privilege. */
  @Test
  void diskThatIsFull_refusesTheMessage_andNothingElseIsAffected() throws Exception {
    try (ChildJvm child =
        ChildJvm.startLimited(
            FullDisk.class, temporary, 2_048, server.url(), directory.toString())) {
      assertThat(child.exitCode()).as(child.output()).isZero();
      assertThat(child.output()).contains("refused: send to orders.new (id m");
      assertThat(child.output()).contains(": outbox directory " + directory + ": ");
      assertThat(child.output()).contains("publish still works").contains("accepted again");
    }
  }

  /** Sends until a write fails, with no broker to send to; then with one. */
  static final class FullDisk {
    private FullDisk() {}

    public static void main(String[] args) throws Exception {
      byte[] body = new byte[20_000];
      Bus bus = Bus.open(policy(args[0], Path.of(args[1]), 1 << 28));
      bus.started().toCompletableFuture().get(40, TimeUnit.SECONDS);
      long number = 0;
      try {
        while (number < 1_000) {
          var unused = bus.outbox().send("orders.new", body, MessageId.of("m" + number));
          number++;
        }
      } catch (OutboxWriteException e) {
        System.out.println("refused: " + e.getMessage());
      }
      bus.publish("a", body);
      System.out.println("publish still works");
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() - deadline < 0) {
        try {
          get(send(bus, "again" + number++));
          System.out.println("accepted again");
          bus.close(PATIENCE);
          System.exit(0);
        } catch (OutboxWriteException e) {
          Thread.sleep(50);
        }
      }
      System.exit(3);
    }
  }

  /**
   * However little room is left: what says that messages are done with has to be written too, and
   * there was none for it.
   */
  @Test
  void diskThatIsFull_takesMessagesAgain_whenThoseOnItAreDoneWith() throws Exception {
    try (ChildJvm child =
        ChildJvm.startLimited(FullDisks.class, temporary, 512, directory.toString())) {
      assertThat(child.exitCode()).as(child.output()).isZero();
    }
  }

  /** Fills one directory after the other, each with a little more room left at its end. */
  static final class FullDisks {
    private static final int DISKS = 24;

    private FullDisks() {}

    public static void main(String[] args) throws Exception {
      int failed = 0;
      for (int i = 0; i < DISKS; i++) {
        try (Bus bus = Bus.open(policy("nats://127.0.0.1:1", Path.of(args[0] + i), 1 << 28))) {
          List<CompletionStage<Receipt>> held = fill(bus, 1_024 * i);
          held.forEach(receipt -> receipt.toCompletableFuture().cancel(false));
          boolean again = takesAgain(bus);
          System.out.println(i + ": " + held.size() + " held, takes again: " + again);
          failed += again ? 0 : 1;
        }
      }
      System.exit(failed);
    }

    private static List<CompletionStage<Receipt>> fill(Bus bus, int first) {
      List<CompletionStage<Receipt>> held = new ArrayList<>();
      byte[] body = new byte[first];
      try {
        while (true) {
          held.add(bus.outbox().send("orders.new", body, MessageId.of("m" + held.size())));
          body = new byte[20_000];
        }
      } catch (OutboxWriteException e) {
        return held;
      }
    }

    private static boolean takesAgain(Bus bus) throws InterruptedException {
      for (int i = 0; i < 100; i++) {
        try {
          var unused = bus.outbox().send("orders.new", new byte[20_000], MessageId.of("again" + i));
          return true;
        } catch (OutboxWriteException e) {
          Thread.sleep(50);
        }
      }
      return false;
    }
  }

  @Test
  void withoutTheLibrary_itSaysWhichIsMissing() throws Exception {
    try (ChildJvm child =
        ChildJvm.startWithout(
            "h2-mvstore", DiskSender.class, temporary, server.url(), directory.toString(), "x")) {
      assertThat(child.exitCode()).isEqualTo(1);
      assertThat(child.output())
          .contains("outbox.directory " + directory)
          .contains("needs com.h2database:h2-mvstore on the class path");
    }
  }

  @Test
  void nothingConfigured_needsNoLibrary() throws Exception {
    try (ChildJvm child =
            ChildJvm.startWithout("h2-mvstore", InMemory.class, temporary, server.url());
        Stream<Path> files = Files.list(temporary)) {
      assertThat(child.exitCode()).as(child.output()).isZero();
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith("outbox"));
    }
  }

  /** Sends one message without a directory. */
  static final class InMemory {
    private InMemory() {}

    public static void main(String[] args) throws Exception {
      try (Bus bus = Bus.open(Policies.quick(args[0]).build())) {
        get(send(bus, "in-memory"));
      }
    }
  }
}
