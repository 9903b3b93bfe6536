package io.breakwater.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MarkersTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int MARKS = 20_000;

  @Test
  void aList_thatIsTakenWhileItsLastMarksGoAway_endsWithoutItsLimit() throws Exception {
    try (TestBroker broker = new TestBroker();
        Bus bus = broker.bus("store")) {
      done(Provisioning.ensure(bus));
      Markers markers = new Markers(bus, Bucket.OPEN_RUNS);
      assertThat(markers.list(LIMIT)).isEmpty();
      List<CompletionStage<Long>> made = new ArrayList<>();
      for (int i = 0; i < MARKS; i++) {
        made.add(markers.put("r-" + i));
      }
      List<Long> revisions = new ArrayList<>();
      for (CompletionStage<Long> mark : made) {
        revisions.add(done(mark));
      }
      assertThat(markers.list(LIMIT)).hasSize(MARKS);
      CompletableFuture<Map<String, Long>> list =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return markers.list(LIMIT);
                } catch (InterruptedException e) {
                  throw new CompletionException(e);
                }
              });
      // What the list waits for last goes away before it comes.
      List<CompletionStage<Void>> gone = new ArrayList<>();
      for (int i = MARKS - 1; i >= 100; i--) {
        gone.add(markers.delete("r-" + i, revisions.get(i)));
      }
      assertThat(done(list)).hasSizeGreaterThanOrEqualTo(100);
      for (CompletionStage<Void> one : gone) {
        done(one);
      }
      assertThat(markers.list(LIMIT)).hasSize(100);
    }
  }

  private static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(40, TimeUnit.SECONDS);
  }
}
