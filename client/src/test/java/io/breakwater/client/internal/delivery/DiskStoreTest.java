package io.breakwater.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.client.BusClosedException;
import io.breakwater.client.MessageId;
import io.breakwater.client.OutboxDirectoryException;
import io.breakwater.policy.OutboxPolicy;
import io.nats.client.impl.Headers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store of the outbox by itself: its end, and what it takes. */
@Timeout(60)
class DiskStoreTest {
  /** So many commits that the store cannot go back from each damage. */
  private static final int MANY = 3_000;

  private static final int DAMAGES = 150;

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

  @Test
  void damagedPage_isRefusedByName_andTheDirectoryIsFreeAgain() throws Exception {
    DiskStore store = open();
    for (int i = 1; i <= MANY; i++) {
      store.put(entry(i), payload(new Headers()));
    }
    // As it is when the process is killed.
    byte[] sound = Files.readAllBytes(directory.resolve("outbox.mv"));
    byte[] mark = Files.readAllBytes(directory.resolve("outbox.commits"));
    Random random = new Random(2);
    int refused = 0;
    for (int i = 0; i < DAMAGES && refused == 0; i++) {
      Path copy = Files.createDirectories(directory.resolve("copy" + i));
      byte[] damaged = damaged(sound, i, random);
      Files.write(copy.resolve("outbox.mv"), damaged);
      Files.write(copy.resolve("outbox.commits"), mark);
      try {
        DiskStore again = DiskStore.open(copy, OutboxPolicy.DEFAULTS, "breakwater-test-outbox");
        boolean told = !again.recoveredEvent().toString().contains("damage=null");
        assertThat(told || again.recovered().size() == MANY).as("what is lost is told").isTrue();
        again.close();
      } catch (OutboxDirectoryException e) {
        refused++;
        assertThat(e).hasMessageContaining(copy + ": outbox.mv cannot be read");
        assertThat(copy.resolve("outbox.mv")).hasBinaryContent(damaged);
        assertThatThrownBy(
                () -> DiskStore.open(copy, OutboxPolicy.DEFAULTS, "breakwater-test-outbox"))
            .hasMessage(e.getMessage());
      }
    }
    store.close();
    assertThat(refused).as("damages that the store cannot go back from").isPositive();
  }

  /** A page of rubbish, or a tail of rubbish or zeros, as a machine that went down leaves it. */
  private static byte[] damaged(byte[] sound, int number, Random random) {
    byte[] bytes = sound.clone();
    int from = random.nextInt(bytes.length - 4_096);
    byte[] damage = new byte[number % 6 < 4 ? 4_096 : bytes.length - from];
    if (number % 6 != 4) {
      random.nextBytes(damage);
    }
    System.arraycopy(damage, 0, bytes, from, damage.length);
    return bytes;
  }
}
