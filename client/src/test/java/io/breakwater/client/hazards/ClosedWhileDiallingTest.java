package io.breakwater.client.hazards;

import static io.breakwater.client.hazards.Scenarios.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.FreePorts;
import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.client.Bus;
import io.breakwater.client.BusState;
import io.breakwater.client.Policies;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bus that is closed in the middle of an attempt leaves no thread and no socket behind. */
@Timeout(120)
class ClosedWhileDiallingTest {
  private static final String NAME = "closed-while-dialling";

  /** The kernel of a host whose queue is full does not answer at all. */
  @Test
  void closeDuringTheConnect_endsTheDial() throws Exception {
    List<Socket> queue = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      fill(full, queue);
      Bus bus = open("nats://127.0.0.1:" + full.getLocalPort());
      await().until(() -> stacks().anyMatch(frame -> frame.getMethodName().equals("connect")));

      bus.close();

      await().untilAsserted(() -> assertThat(threads()).isEmpty());
    } finally {
      for (Socket socket : queue) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "INFO"})
  void closeDuringTheHandshake_endsTheDialAndTheSocket(String said) {
    Script script = said.isEmpty() ? Script.silent() : Script.begin().sendInfo();
    try (ScriptedBroker broker = ScriptedBroker.start(script)) {
      Bus bus = open(broker.url());
      await().until(() -> broker.connections().size() == 1);

      bus.close();

      await().until(() -> broker.connections().get(0).endedAt().isPresent());
      await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }
  }

  @Test
  void closeAtTheGate_doesNotWaitForTheSlot() {
    int dead = FreePorts.take();
    try (Bus bus =
        Bus.open(
            Policies.quick("nats://127.0.0.1:" + dead)
                .name(NAME)
                .reconnect(
                    ReconnectSettings.DEFAULTS
                        .withShape(ScheduleShape.FIXED)
                        .withWaitTime(Duration.ofHours(1)))
                .build())) {
      await().until(() -> bus.health().attempts() == 1);

      bus.close();

      await().untilAsserted(() -> assertThat(threads()).isEmpty());
    } finally {
      FreePorts.giveBack(dead);
    }
  }

  /** The first PONG and the close meet at each moment in turn. */
  @Test
  void closeAtTheMomentOfTheFirstPong_leavesNoConnection() throws Exception {
    for (int round = 0; round < 10; round++) {
      CountDownLatch closing = new CountDownLatch(1);
      Script script =
          Script.begin()
              .sendInfo()
              .await("PING")
              .then(connection -> awaitLatch(closing))
              .sendLine("PONG")
              .serve();
      try (ScriptedBroker broker = ScriptedBroker.start(script)) {
        Bus bus = open(broker.url());
        await()
            .until(
                () ->
                    broker.connections().size() == 1
                        && broker.connections().get(0).lines().contains("PING"));
        closing.countDown();
        Thread.sleep(0, round * 100_000);

        bus.close();

        assertThat(bus.health().state()).isEqualTo(BusState.CLOSED);
        await().until(() -> broker.connections().get(0).endedAt().isPresent());
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
      }
    }
  }

  private static void awaitLatch(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Bus open(String url) {
    return Bus.open(
        Policies.quick(url).name(NAME).connectTimeout(Scenarios.PATIENCE.multipliedBy(2)).build());
  }

  /** Dials until the kernel no longer takes anybody in. */
  private static void fill(ServerSocket full, List<Socket> queue) throws IOException {
    for (int i = 0; i < 10; i++) {
      Socket socket = new Socket();
      queue.add(socket);
      try {
        socket.connect(full.getLocalSocketAddress(), 500);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
    throw new IOException("the queue does not fill up");
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("breakwater-" + NAME))
        .toList();
  }

  private static Stream<StackTraceElement> stacks() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("breakwater-" + NAME))
        .flatMap(thread -> Stream.of(thread.getValue()));
  }
}
