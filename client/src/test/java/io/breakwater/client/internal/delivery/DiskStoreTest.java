package io.breakwater.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.client.BusClosedException;
import io.breakwater.client.MessageId;
import io.breakwater.policy.OutboxPolicy;
import io.nats.client.impl.Headers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store of the outbox by itself: its end, and what it takes. */
@Timeout(60)
class DiskStoreTest {
  @TempDir private Path directory;

  private DiskStore open() {
    return DiskStore.open(directory, OutboxPolicy.DEFAULTS, "breakwater-test-outbox");
  }

  private static OutboxEntry entry(long number) {
    return new OutboxEntry(
        number, "a.b", MessageId.of("id" + number), 600, System.nanoTime(), null);
  }

  private static Payload payload(Headers headers) {
    return new Payload("a.b", headers, new Payload.Body(new byte[300]));
  }

  @Test
  void messageThatMeetsTheEnd_isRefused_andItsCallerDoesNotHang() {
    DiskStore store = open();
    store.put(entry(1), payload(new Headers()));
    assertThat(store.close()).hasValue(1);
    assertThatThrownBy(() -> store.put(entry(2), payload(new Headers())))
        .isInstanceOf(BusClosedException.class)
        .hasMessage("send to a.b (id id2): the bus is closed");
    store.remove(entry(1));

    DiskStore next = open();
    assertThat(next.recovered()).extracting(entry -> entry.number).containsExactly(1L);
    assertThat(next.close()).hasValue(1);
  }

  @Test
  void headerOfAnyLength_isKept() {
    DiskStore store = open();
    Headers headers = new Headers().add("trace", "x".repeat(70_000), "short").add("other", "");
    store.put(entry(1), payload(headers));
    store.close();

    DiskStore next = open();
    OutboxEntry recovered = next.recovered().get(0);
    Payload kept = next.load(recovered);
    assertThat(kept.headers().get("trace")).containsExactly("x".repeat(70_000), "short");
    assertThat(kept.headers().get("other")).containsExactly("");
    assertThat(kept.body().bytes()).hasSize(300);
    assertThat(recovered.id).isEqualTo(MessageId.of("id1"));
    next.close();
  }
}
