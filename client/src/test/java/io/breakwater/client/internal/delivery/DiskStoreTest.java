package io.breakwater.client.internal.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.client.BusClosedException;
import io.breakwater.client.MessageId;
import io.breakwater.client.OutboxDirectoryException;
import io.breakwater.policy.OutboxPolicy;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store of the outbox by itself: its end, and what it takes. */
@Timeout(60)
class DiskStoreTest {
  /** So many commits that the pages of the first messages are not among the last ones. */
  private static final int MANY = 300;

  private static final int DAMAGES = 40;
  private static final int BLOCK_BYTES = 4_096;
  private static final String MARK = "this is the first message";

  @TempDir private Path directory;

  private DiskStore open() {
    return open(directory);
  }

  private static DiskStore open(Path directory) {
    return DiskStore.open(directory, OutboxPolicy.DEFAULTS, "breakwater-test-outbox");
  }

  private static OutboxEntry entry(long number) {
    return new OutboxEntry(
        number, "a.b", MessageId.of("id" + number), 600, System.nanoTime(), null);
  }

  private static Payload payload(Headers headers) {
    return new Payload("a.b", headers, new Payload.Body(new byte[300]));
  }

  /** A store as it is when the process is killed. */
  private DiskStore filled() {
    DiskStore store = open();
    store.put(entry(1), payload(new Headers().add("mark", MARK)));
    for (int i = 2; i <= MANY; i++) {
      store.put(entry(i), payload(new Headers()));
    }
    return store;
  }

  private Path copy(String name, byte[] file) throws IOException {
    Path copy = Files.createDirectories(directory.resolve(name));
    Files.write(copy.resolve("outbox.mv"), file);
    Files.copy(directory.resolve("outbox.commits"), copy.resolve("outbox.commits"));
    return copy;
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
  void storeThatFailedToCloseWell_opensAgainWithAllOfIt() {
    // MVStore 2.4.240 fails an assertion of its own when it compacts such a file at its end.
    assertThat(filled().close()).hasValue(MANY);
    DiskStore next = open();
    assertThat(next.recovered()).hasSize(MANY);
    assertThat(next.recoveredEvent().toString()).contains("damage=null");
    next.close();
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
    DiskStore store = filled();
    byte[] damaged = Files.readAllBytes(directory.resolve("outbox.mv"));
    damageFirstMessage(damaged);
    Path copy = copy("copy", damaged);
    assertThatThrownBy(() -> open(copy))
        .isInstanceOf(OutboxDirectoryException.class)
        .hasMessageContaining(copy + ": outbox.mv cannot be read")
        .satisfies(
            refusal -> assertThatThrownBy(() -> open(copy)).hasMessage(refusal.getMessage()));
    assertThat(copy.resolve("outbox.mv")).hasBinaryContent(damaged);
    store.close();
  }

  @Test
  void whateverIsDamaged_whatIsLostIsTold() throws Exception {
    DiskStore store = filled();
    byte[] sound = Files.readAllBytes(directory.resolve("outbox.mv"));
    Random random = new Random(2);
    for (int i = 0; i < DAMAGES; i++) {
      Path copy = copy("copy" + i, damaged(sound, i, random));
      try {
        DiskStore again = open(copy);
        boolean told = !again.recoveredEvent().toString().contains("damage=null");
        assertThat(told || again.recovered().size() == MANY).as("what is lost is told").isTrue();
        again.close();
      } catch (OutboxDirectoryException e) {
        assertThat(e).hasMessageContaining(copy + ": outbox.mv cannot be read");
      }
    }
    store.close();
  }

  /** Every page that the message was ever in: the store has no sound one to go back to. */
  private static void damageFirstMessage(byte[] file) {
    String text = new String(file, ISO_8859_1);
    for (int at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
      // The first of its page, which begins in this block or the one before.
      int block = at / BLOCK_BYTES * BLOCK_BYTES;
      Arrays.fill(file, block - BLOCK_BYTES, block + BLOCK_BYTES, (byte) 0xA5);
    }
  }

  /** A page of rubbish, or a tail of rubbish or zeros, as a machine that went down leaves it. */
  private static byte[] damaged(byte[] sound, int number, Random random) {
    byte[] bytes = sound.clone();
    int from = random.nextInt(bytes.length - BLOCK_BYTES);
    byte[] damage = new byte[number % 6 < 4 ? BLOCK_BYTES : bytes.length - from];
    if (number % 6 != 4) {
      random.nextBytes(damage);
    }
    System.arraycopy(damage, 0, bytes, from, damage.length);
    return bytes;
  }
}
