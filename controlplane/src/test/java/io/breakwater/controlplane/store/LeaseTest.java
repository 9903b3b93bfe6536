package io.breakwater.controlplane.store;

import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.TestBroker;
import io.breakwater.controlplane.contract.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LeaseTest {
  private static final LeaseTerms QUICK =
      new LeaseTerms(Duration.ofMillis(1_500), Duration.ofMillis(100));

  private final TestBroker broker = new TestBroker();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private Bus busA;
  private Bus busB;
  private Documents<LeaseRecord> leases;

  @BeforeEach
  void open() throws Exception {
    busA = broker.bus("a");
    busB = broker.bus("b");
    DocumentsTest.done(Provisioning.ensure(busA));
    leases = new Documents<>(busB, Bucket.LEASES, LeaseRecord.class);
  }

  @AfterEach
  void close() {
    busA.close();
    busB.close();
    broker.close();
  }

  @Test
  void oneOfTwo_isActive_andTheOtherTakesOverAtOnce_whenItLetsGo() {
    try (Lease a = lease(busA, "a");
        Lease b = lease(busB, "b")) {
      a.start();
      await().until(a::held);
      b.start();
      a.close();
      await().until(b::held);
      assertThat(a.held()).isFalse();
      assertThat(events).containsExactly("a acquired 1", "a lost", "b acquired 2");
    }
  }

  @Test
  void holderThatIsStuck_losesIt_andNoticesWhenItGoesOn() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Lease stuck =
        new Lease(
            busA,
            "scheduler",
            "a",
            QUICK,
            new LeaseListener() {
              @Override
              public void acquired(long term) {
                events.add("a acquired " + term);
                try {
                  goOn.await(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }

              @Override
              public void lost(String reason) {
                events.add("a lost");
              }
            });
    try (stuck;
        Lease b = lease(busB, "b")) {
      stuck.start();
      await().until(stuck::held);
      b.start();
      await().until(b::held);
      assertThat(stuck.held()).isFalse();
      goOn.countDown();
      await().until(() -> events.contains("a lost"));
      assertThat(events).containsExactly("a acquired 1", "b acquired 2", "a lost");
    }
  }

  @Test
  void outageThatIsLongerThanTheLease_isNobodysFault_theHolderHasItAgainAtOnce() {
    try (Lease a = lease(busA, "a");
        Lease b = lease(busB, "b")) {
      a.start();
      await().until(a::held);
      b.start();
      broker.server().kill();
      await().until(() -> !a.held());
      assertThat(a.suspended()).isTrue();
      assertThat(b.held()).isFalse();
      broker.server().restart();
      await().until(a::held);
      assertThat(b.held()).isFalse();
      assertThat(events).containsExactly("a acquired 1");
    }
  }

  @Test
  void renewalWhoseAnswerWasLost_isItsOwn() throws Exception {
    try (Lease a = lease(busA, "a")) {
      a.start();
      await().until(a::held);
      long before = write("a", 1);
      await().until(() -> revision() > before);
      assertThat(a.held()).isTrue();
      assertThat(events).containsExactly("a acquired 1");
    }
  }

  @Test
  void whatSomebodyElseTookMeanwhile_isLost() throws Exception {
    try (Lease a = lease(busA, "a")) {
      a.start();
      await().until(a::held);
      write("b", 2);
      await().until(() -> events.contains("a lost"));
      assertThat(a.held()).isFalse();
      assertThat(a.suspended()).isFalse();
    }
  }

  private long write(String holder, long term) throws Exception {
    return leases
        .put("scheduler", new LeaseRecord(Protocol.VERSION, holder, term, Instant.now()))
        .toCompletableFuture()
        .get(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private long revision() throws Exception {
    return leases
        .get("scheduler")
        .toCompletableFuture()
        .get(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS)
        .orElseThrow()
        .revision();
  }

  @Test
  void brokerThatForgot_isAskedAgain() {
    try (Lease a = lease(busA, "a")) {
      a.start();
      await().until(a::held);
      broker.server().kill();
      broker.server().wipe();
      broker.server().restart();
      await().until(() -> events.size() == 3 && a.held());
      assertThat(events).containsExactly("a acquired 1", "a lost", "a acquired 1");
    }
  }

  private Lease lease(Bus bus, String instance) {
    return new Lease(
        bus,
        "scheduler",
        instance,
        QUICK,
        new LeaseListener() {
          @Override
          public void acquired(long term) {
            events.add(instance + " acquired " + term);
          }

          @Override
          public void lost(String reason) {
            events.add(instance + " lost");
          }
        });
  }
}
