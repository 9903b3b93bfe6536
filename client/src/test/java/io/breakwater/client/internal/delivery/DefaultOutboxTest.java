package io.breakwater.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.MessageId;
import io.breakwater.policy.OutboxPolicy;
import io.breakwater.policy.Overflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The outbox without a bus, where a store fails as no real one does on demand. */
class DefaultOutboxTest {
  private final Room room = new Room("outbox", 10_000, 10, Overflow.REJECT, Duration.ZERO);

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

  private DefaultOutbox outbox(Store store) {
    return new DefaultOutbox(
        room,
        new MaxPayload(),
        store,
        OutboxPolicy.DEFAULTS,
        new Losses(event -> {}),
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
