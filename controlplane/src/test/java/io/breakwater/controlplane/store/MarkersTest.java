package io.breakwater.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MarkersTest {

  @Test
  void aList_thatIsTakenWhileMarksGoAway_endsWithoutItsLimit() throws Exception {
    try (TestBroker broker = new TestBroker();
        Bus bus = broker.bus("store")) {
      done(Provisioning.ensure(bus));
      Markers markers = new Markers(bus, Bucket.OPEN_RUNS);
      assertThat(markers.list(Duration.ofSeconds(20))).isEmpty();
      for (int round = 0; round < 5; round++) {
        Map<String, CompletionStage<Long>> made = new LinkedHashMap<>();
        for (int i = 0; i < 500; i++) {
          made.put("r-" + i, markers.put("r-" + i));
        }
        Map<String, Long> marks = new LinkedHashMap<>();
        for (Map.Entry<String, CompletionStage<Long>> mark : made.entrySet()) {
          marks.put(mark.getKey(), done(mark.getValue()));
        }
        assertThat(markers.list(Duration.ofSeconds(20))).isEqualTo(marks);
        List<CompletionStage<Void>> gone = new ArrayList<>();
        // From the last to the first: what the list waits for goes away before it comes.
        List<String> backwards = new ArrayList<>(marks.keySet());
        Collections.reverse(backwards);
        for (String run : backwards) {
          gone.add(markers.delete(run, marks.getOrDefault(run, 0L)));
        }
        assertThat(marks.keySet()).containsAll(markers.list(Duration.ofSeconds(20)).keySet());
        for (CompletionStage<Void> one : gone) {
          done(one);
        }
      }
      assertThat(markers.list(Duration.ofSeconds(20))).isEmpty();
    }
  }

  private static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(40, TimeUnit.SECONDS);
  }
}
