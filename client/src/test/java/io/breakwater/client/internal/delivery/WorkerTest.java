package io.breakwater.client.internal.delivery;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads of delivery. */
@Timeout(60)
class WorkerTest {
  @Test
  void workThatThrowsAnError_isDoneAgain() {
    AtomicInteger turns = new AtomicInteger();
    Worker worker =
        new Worker(
            "breakwater-worker-test",
            () -> {
              if (turns.incrementAndGet() == 1) {
                throw new StackOverflowError("thrown on purpose");
              }
            });
    worker.wake();
    await().atMost(Duration.ofSeconds(40)).until(() -> turns.get() > 1);
    worker.close();
    worker.join(10_000);
  }
}
