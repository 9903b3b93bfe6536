package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.LifecycleListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventDispatcherTest {
  private static final String NAME = "breakwater-dispatcher-test";

  @Test
  void events_comeInOrder_onOneNamedDaemonThread() {
    List<LifecycleEvent> heard = new CopyOnWriteArrayList<>();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    List<LifecycleEvent> sent = events(500);
    try (EventDispatcher dispatcher =
        new EventDispatcher(
            NAME,
            List.of(
                event -> {
                  heard.add(event);
                  threads.add(Thread.currentThread());
                }))) {
      sent.forEach(dispatcher::dispatch);
    }
    assertThat(heard).as("close hands over what is left").isEqualTo(sent);
    assertThat(threads)
        .hasSize(500)
        .allMatch(thread -> thread.getName().equals(NAME) && thread.isDaemon());
  }

  @Test
  void listenerThatThrows_keepsNobodyElseFromHearing() {
    List<LifecycleEvent> heard = new CopyOnWriteArrayList<>();
    LifecycleListener throwing =
        event -> {
          throw new IllegalStateException("thrown on purpose");
        };
    List<LifecycleEvent> sent = events(2);
    try (EventDispatcher dispatcher = new EventDispatcher(NAME, List.of(throwing, heard::add))) {
      sent.forEach(dispatcher::dispatch);
    }
    assertThat(heard).isEqualTo(sent);
  }

  @Test
  void errorOfAListener_doesNotEndTheEvents() {
    List<LifecycleEvent> heard = new CopyOnWriteArrayList<>();
    List<LifecycleEvent> sent = events(3);
    LifecycleListener throwing =
        event -> {
          throw new NoClassDefFoundError("thrown on purpose");
        };
    try (EventDispatcher dispatcher = new EventDispatcher(NAME, List.of(throwing, heard::add))) {
      sent.forEach(dispatcher::dispatch);
    }
    assertThat(heard).isEqualTo(sent);
  }

  @Test
  void slowListener_delaysNobodyWhoReports_norTheCloseForEver() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    List<LifecycleEvent> heard = new CopyOnWriteArrayList<>();
    EventDispatcher dispatcher =
        new EventDispatcher(
            NAME,
            List.of(
                event -> {
                  if (heard.isEmpty()) {
                    hang(interrupted);
                  }
                  heard.add(event);
                }));
    List<LifecycleEvent> sent = events(3);
    sent.forEach(dispatcher::dispatch);
    long began = System.nanoTime();
    dispatcher.close();
    assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(20));
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    await().untilAsserted(() -> assertThat(heard).isEqualTo(sent));
  }

  @Test
  void close_doesNotInterruptAListenerThatIsAtWork() {
    List<Boolean> interrupts = new CopyOnWriteArrayList<>();
    CountDownLatch working = new CountDownLatch(1);
    EventDispatcher dispatcher =
        new EventDispatcher(
            NAME,
            List.of(
                event -> {
                  working.countDown();
                  long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
                  while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                  }
                  interrupts.add(Thread.currentThread().isInterrupted());
                }));
    events(2).forEach(dispatcher::dispatch);
    await().until(() -> working.getCount() == 0);
    dispatcher.close();
    assertThat(interrupts).containsExactly(false, false);
  }

  @Test
  void close_fromAListener_doesNotWaitForItself() {
    List<EventDispatcher> self = new CopyOnWriteArrayList<>();
    List<LifecycleEvent> heard = new CopyOnWriteArrayList<>();
    EventDispatcher dispatcher =
        new EventDispatcher(
            NAME,
            List.of(
                event -> {
                  await().until(() -> !self.isEmpty());
                  assertThat(self.get(0).runsHere()).isTrue();
                  self.get(0).close();
                  heard.add(event);
                }));
    self.add(dispatcher);
    dispatcher.dispatch(events(1).get(0));
    await().until(() -> heard.size() == 1);
    assertThat(dispatcher.runsHere()).isFalse();
  }

  private static void hang(CountDownLatch interrupted) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
  }

  private static List<LifecycleEvent> events(int count) {
    List<LifecycleEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(new LifecycleEvent.Closed(Instant.ofEpochSecond(i)));
    }
    return events;
  }
}
