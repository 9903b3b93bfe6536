package io.breakwater.client.internal.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.breakwater.client.BufferFullException;
import io.breakwater.client.DeliveryListener;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.MessageId;
import io.breakwater.client.Undelivered;
import io.breakwater.policy.OutboxPolicy;
import io.breakwater.policy.Overflow;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The outbox without a bus, where a store fails as no real one does on demand. */
class DefaultOutboxTest {
  private Room room = new Room("outbox", 10_000, 10, Overflow.REJECT, Duration.ZERO);
  private final Losses losses = new Losses(event -> {});

  @Test
  void storeThatFailsInAnyWay_leavesNothingThatHoldsRoom() {
    DefaultOutbox outbox = outbox(new FailingStore());
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> outbox.send("a.b", new byte[1_000], MessageId.of("id")))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(outbox.count()).isZero();
    assertThat(room.bytes()).isZero();
  }

  @Test
  void messagesDroppedBehindAReceiptThatBlocks_areLetGoOf() {
    room = new Room("buffer", 1 << 20, 2, Overflow.DROP_OLDEST, Duration.ZERO);
    List<WeakReference<byte[]>> dropped = new ArrayList<>();
    losses.add(
        new DeliveryListener() {
          @Override
          public void undelivered(Undelivered message) {
            dropped.add(new WeakReference<>(message.message().getData()));
          }
        });
    DefaultOutbox outbox = outbox(new MemoryStore());
    CompletableFuture<Void> release = new CompletableFuture<>();
    CompletionStage<Void> stuck =
        outbox.send("a.b", new byte[100], MessageId.of("first")).handle((r, f) -> release.join());
    for (int i = 0; i < 50; i++) {
      var unused = outbox.send("a.b", new byte[100], MessageId.of("id" + i));
    }
    assertThat(dropped).hasSize(49);
    awaitGone(dropped);
    assertThat(stuck.toCompletableFuture()).isNotDone();
    release.complete(null);
  }

  @Test
  void messageThatAllOthersWouldNotMakeRoomFor_dropsNone() {
    room = new Room("buffer", 10_000, 100, Overflow.DROP_OLDEST, Duration.ZERO);
    DefaultOutbox outbox = outbox(new MemoryStore());
    var unused = outbox.send("a.b", new byte[4_000], MessageId.of("under-way"));
    OutboxEntry underWay = requireNonNull(outbox.queue().next(1, 0));
    var small = outbox.send("a.b", new byte[100], MessageId.of("small"));

    assertThatThrownBy(() -> outbox.send("a.b", new byte[6_000], MessageId.of("big")))
        .isInstanceOf(BufferFullException.class);
    assertThat(small.toCompletableFuture()).isNotDone();
    assertThat(outbox.count()).isEqualTo(2);

    outbox.queue().ready(underWay);
    var big = outbox.send("a.b", new byte[6_000], MessageId.of("big"));
    assertThat(outbox.count()).as("only as many as it takes").isEqualTo(2);
    assertThat(small.toCompletableFuture()).isNotDone();
    assertThat(big.toCompletableFuture()).isNotDone();
  }

  @Test
  void messageDroppedWhileItWaitsToBeTriedAgain_isLetGoOf() {
    OutboxQueue queue = new OutboxQueue();
    queue.park(underWay(queue), Long.MAX_VALUE);
    WeakReference<OutboxEntry> parked = new WeakReference<>(queue.oldest());
    assertThat(queue.remove(requireNonNull(queue.oldest()))).isTrue();
    awaitGone(List.of(parked));
    queue.wakeDue(Long.MAX_VALUE);
    assertThat(queue.nothingToSend()).isTrue();
  }

  private static OutboxEntry underWay(OutboxQueue queue) {
    OutboxEntry entry = new OutboxEntry(1, "a.b", MessageId.of("id"), 600, 0, null);
    queue.add(entry);
    queue.ready(entry);
    assertThat(queue.next(1, 0)).isSameAs(entry);
    return entry;
  }

  private static void awaitGone(List<? extends WeakReference<?>> references) {
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> {
              System.gc();
              return references.stream().allMatch(reference -> reference.get() == null);
            });
  }

  private DefaultOutbox outbox(Store store) {
    return new DefaultOutbox(
        room,
        new MaxPayload(),
        store,
        OutboxPolicy.DEFAULTS,
        losses,
        () -> null,
        (lane, subject, what) -> null,
        subject -> {},
        new Receipts("breakwater-test-receipts", room));
  }

  /** Says that it keeps, and throws what nobody expects. */
  private static final class FailingStore implements Store {
    @Override
    public List<OutboxEntry> recovered() {
      return List.of();
    }

    @Override
    public LifecycleEvent recoveredEvent() {
      return new LifecycleEvent.OutboxRecovered(Instant.EPOCH, 0, null);
    }

    @Override
    public long firstNumber() {
      return 1;
    }

    @Override
    public void put(OutboxEntry entry, Payload payload) {
      throw new IllegalStateException("thrown on purpose");
    }

    @Override
    public Payload load(OutboxEntry entry) {
      throw new IllegalStateException("thrown on purpose");
    }

    @Override
    public void remove(OutboxEntry entry) {}

    @Override
    public boolean durable() {
      return true;
    }

    @Override
    public OptionalLong close() {
      return OptionalLong.empty();
    }
  }
}
