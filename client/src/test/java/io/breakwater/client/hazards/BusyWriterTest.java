package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static io.breakwater.client.hazards.Scenarios.connect;
import static io.breakwater.client.hazards.Scenarios.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.client.Bus;
import io.breakwater.client.Events;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.Policies;
import io.nats.client.Connection;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * While it reconnects, jnats's writer looks a thousand times a second for something to write. In a
 * storm that is as long as the broker takes for a login.
 */
@Timeout(120)
class BusyWriterTest {
  private static final Duration LOGIN = Duration.ofSeconds(5);

  /** Of the first connection nothing; the second login takes long. */
  private static Script slowLogin(int number) {
    return number == 1
        ? Script.begin().sendInfo().serveUntil("SUB").reset()
        : Script.begin().sendInfo().await("PING").pause(LOGIN).sendLine("PONG").serve();
  }

  @Test
  void plainJnats_looksAllTheTime() throws Exception {
    try (ScriptedBroker broker = ScriptedBroker.start(BusyWriterTest::slowLogin);
        Connection nats = connect(plain(broker.url()).connectionTimeout(LOGIN.multipliedBy(2)))) {
      nats.subscribe("news");
      assertThat(looksWhileTheLoginLasts(broker)).isGreaterThan(300);
    }
  }

  @Test
  void theBus_waitsForTheAnswer_andIsThereWithIt() throws Exception {
    Events events = new Events();
    try (ScriptedBroker broker = ScriptedBroker.start(BusyWriterTest::slowLogin);
        Bus bus =
            Bus.open(
                Policies.quick(broker.url()).connectTimeout(LOGIN.multipliedBy(2)).build(),
                events)) {
      bus.subscribe("news", message -> {});
      assertThat(looksWhileTheLoginLasts(broker)).isLessThan(50);
      await().until(() -> events.of(LifecycleEvent.Reconnected.class).size() == 1);
      // What it subscribed to follows at once.
      await()
          .until(
              () ->
                  broker.connections().get(1).lines().stream().anyMatch(it -> it.contains("news")));
    }
  }

  /** Returns how often all writers of this JVM waited for something to do, in one second of it. */
  private static long looksWhileTheLoginLasts(ScriptedBroker broker) throws InterruptedException {
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                broker.connections().size() > 1
                    && broker.connections().get(1).lines().contains("PING"));
    Thread.sleep(200);
    long before = waits();
    Thread.sleep(1_000);
    return waits() - before;
  }

  private static long waits() {
    return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
        .filter(BusyWriterTest::isWriter)
        .mapToLong(ThreadInfo::getWaitedCount)
        .sum();
  }

  private static boolean isWriter(ThreadInfo thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().endsWith(".NatsConnectionWriter"));
  }
}
