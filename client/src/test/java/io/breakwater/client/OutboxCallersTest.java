package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.policy.BufferPolicy;
import io.breakwater.policy.OutboxPolicy;
import io.breakwater.policy.Overflow;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages that their callers send themselves, and when they must not. */
@Timeout(120)
class OutboxCallersTest extends OutboxScenarios {
  private static final int ONE_AT_A_TIME = 300;

  /** It looks four times a second what time demands, whoever sends. */
  private static final int LOOKS_PER_SECOND = 5;

  @Test
  void messageThatNothingWaitsBefore_wakesNoThread() throws Exception {
    get(send("first"));
    assertThat(wakesOfThePump()).isLessThan(ONE_AT_A_TIME / 4);
  }

  @Test
  void messageOnDisk_isSentByItsCaller_too(@TempDir Path directory) throws Exception {
    reopen(BufferPolicy.DEFAULTS, OutboxPolicy.DEFAULTS.withDirectory(directory));
    get(send("first"));
    assertThat(wakesOfThePump()).isLessThan(ONE_AT_A_TIME / 4);
    assertThat(stored()).isEqualTo(ONE_AT_A_TIME + 1);
  }

  /** Sends messages one at a time; returns how often the pump woke meanwhile, but for its looks. */
  private long wakesOfThePump() throws Exception {
    long start = System.nanoTime();
    long before = waitsOfThePump();
    for (int i = 0; i < ONE_AT_A_TIME; i++) {
      get(send("one-" + i));
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + 1;
    return waitsOfThePump() - before - LOOKS_PER_SECOND * seconds;
  }

  private static long waitsOfThePump() {
    Thread pump =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().endsWith("-pump"))
            .findFirst()
            .orElseThrow();
    return ManagementFactory.getThreadMXBean().getThreadInfo(pump.getId()).getWaitedCount();
  }

  @Test
  void messagesOfAThread_keepTheirOrder_howeverManyThreadsSend() throws Exception {
    for (int window : new int[] {3, 1_024}) {
      reopen(BufferPolicy.DEFAULTS, OutboxPolicy.DEFAULTS.withWindow(window));
      for (List<CompletionStage<Receipt>> receipts : sentByThreads(4, 400, "w" + window)) {
        assertRising(receipts);
      }
    }
  }

  private List<List<CompletionStage<Receipt>>> sentByThreads(int threads, int each, String name)
      throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(threads);
    List<Future<List<CompletionStage<Receipt>>>> sent = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      String prefix = name + "-" + thread + "-";
      sent.add(
          senders.submit(
              () -> {
                List<CompletionStage<Receipt>> receipts = new ArrayList<>();
                for (int i = 0; i < each; i++) {
                  receipts.add(send(prefix + i));
                  if (i % 7 == 0) {
                    get(receipts.get(i));
                  }
                }
                return receipts;
              }));
    }
    List<List<CompletionStage<Receipt>>> all = new ArrayList<>();
    for (Future<List<CompletionStage<Receipt>>> one : sent) {
      all.add(one.get(60, TimeUnit.SECONDS));
    }
    senders.shutdown();
    return all;
  }

  @Test
  void backlogThatIsDrained_isOvertakenByNobody_norIsItsRate() throws Exception {
    int perSecond = 500;
    reopen(BufferPolicy.DEFAULTS.withDrainRate(perSecond), OutboxPolicy.DEFAULTS);
    get(send("before"));
    kill();
    List<CompletionStage<Receipt>> receipts = new ArrayList<>();
    for (int i = 0; i < perSecond; i++) {
      receipts.add(send("held-" + i));
    }
    server.restart();
    await().atMost(PATIENCE).until(() -> bus.health().connected());
    for (int i = 0; i < perSecond; i++) {
      receipts.add(send("late-" + i));
    }
    assertRising(receipts);
    // By the broker's clock: of a hundred milliseconds, none sees more than 1.2 times its share.
    ZonedDateTime first = management().getMessage("ORDERS", 2).getTime();
    ZonedDateTime last = management().getMessage("ORDERS", 2L * perSecond).getTime();
    assertThat(Duration.between(first, last)).isGreaterThan(Duration.ofMillis(2_000 * 10 / 12));
  }

  @Test
  void interruptedCaller_hasItsMessageSent_andStaysInterrupted() throws Exception {
    get(send("first"));
    Thread.currentThread().interrupt();
    CompletionStage<Receipt> receipt = send("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    // Well before it would be sent again, for want of an answer.
    assertThat(receipt.toCompletableFuture().get(4, TimeUnit.SECONDS).sequence()).isEqualTo(2);
  }

  @Test
  void callersInOutages_loseNothing_andDoubleNothing() throws Exception {
    CompletableFuture<List<List<CompletionStage<Receipt>>>> senders =
        CompletableFuture.supplyAsync(() -> unchecked(() -> sentByThreads(3, 1_500, "outage")));
    for (int i = 0; i < 3; i++) {
      Thread.sleep(100);
      kill();
      server.restart();
      await().atMost(PATIENCE).until(() -> bus.health().connected());
    }
    for (List<CompletionStage<Receipt>> receipts : senders.get(60, TimeUnit.SECONDS)) {
      for (CompletionStage<Receipt> receipt : receipts) {
        get(receipt);
      }
    }
    assertThat(stored()).isEqualTo(3 * 1_500);
    assertThat(undelivered).isEmpty();
  }

  private static <T> T unchecked(Callable<T> task) {
    try {
      return task.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void callersAtTheClose_getTheirMessageStored_orAreTold() throws Exception {
    // Who sends without end waits for room.
    reopen(BufferPolicy.DEFAULTS.withOverflow(Overflow.BLOCK), OutboxPolicy.DEFAULTS);
    get(send("first"));
    List<CompletionStage<Receipt>> receipts = Collections.synchronizedList(new ArrayList<>());
    Thread sender =
        new Thread(
            () -> {
              try {
                for (int i = 0; ; i++) {
                  receipts.add(send("closing-" + i));
                }
              } catch (BusClosedException e) {
                // The end of this loop.
              }
            },
            "sender");
    sender.start();
    await().until(() -> receipts.size() > 100);
    CloseReport report = bus.close(Duration.ofSeconds(30));
    sender.join(TimeUnit.SECONDS.toMillis(30));
    assertThat(report.undelivered()).isEmpty();
    for (CompletionStage<Receipt> receipt : receipts) {
      get(receipt);
    }
  }
}
