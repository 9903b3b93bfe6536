package io.breakwater.controlplane.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One task at a time, wherever it runs. */
@Timeout(60)
class LoopTest {
  private final Loop loop = new Loop("test-loop");
  private final List<String> ran = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void idle_aTaskRunsWhereItIsHandedIn() {
    Thread[] where = new Thread[1];
    loop.run(() -> where[0] = Thread.currentThread());
    assertThat(where[0]).isSameAs(Thread.currentThread());
  }

  @Test
  void task_thatHandsInAnother_endsFirst() throws Exception {
    CountDownLatch all = new CountDownLatch(1);
    loop.run(
        () -> {
          loop.run(
              () -> {
                ran.add("second");
                all.countDown();
              });
          ran.add("first");
        });
    assertThat(all.await(40, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).containsExactly("first", "second");
  }

  @Test
  void taskUnderWay_holdsUpNobodyWhoHandsInAnother_andKeepsItsTurn() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    loop.execute(
        () -> {
          begun.countDown();
          uninterrupted(goOn);
          ran.add("long");
        });
    assertThat(begun.await(40, TimeUnit.SECONDS)).isTrue();
    loop.run(() -> ran.add("behind it"));
    CompletableFuture<Void> last = new CompletableFuture<>();
    loop.run(
        () -> {
          ran.add("last");
          last.complete(null);
        });
    assertThat(ran).isEmpty();
    goOn.countDown();
    last.get(40, TimeUnit.SECONDS);
    assertThat(ran).containsExactly("long", "behind it", "last");
  }

  @Test
  void manyThreads_neverRunTwoTasksAtATime_andKeepTheOrderOfEach() throws Exception {
    AtomicInteger atATime = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    int threads = 4;
    int each = 5_000;
    CountDownLatch done = new CountDownLatch(threads * each);
    List<List<Integer>> orders =
        IntStream.range(0, threads).<List<Integer>>mapToObj(t -> new ArrayList<>()).toList();
    for (List<Integer> order : orders) {
      new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  int number = i;
                  loop.run(
                      () -> {
                        most.accumulateAndGet(atATime.incrementAndGet(), Math::max);
                        order.add(number);
                        atATime.decrementAndGet();
                        done.countDown();
                      });
                }
              },
              "hands in")
          .start();
    }
    assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
    assertThat(most).hasValue(1);
    for (List<Integer> order : orders) {
      assertThat(order).isSorted().hasSize(each);
    }
  }

  @Test
  void taskThatFails_endsNoOther_andWhatComesAfterTheEnd_isDropped() {
    loop.run(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    loop.run(() -> ran.add("after a failure"));
    loop.close();
    loop.run(() -> ran.add("after the end"));
    assertThat(ran).containsExactly("after a failure");
  }

  private static void uninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
