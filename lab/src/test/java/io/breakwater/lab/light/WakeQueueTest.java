package io.breakwater.lab.light;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class WakeQueueTest {

  @Test
  void empty_nobodyIsDue() {
    WakeQueue queue = new WakeQueue(3);
    assertThat(queue.next()).isEqualTo(Long.MAX_VALUE);
    assertThat(queue.poll(Long.MAX_VALUE)).isEqualTo(WakeQueue.NOBODY);
  }

  @Test
  void earliestFirst_andNobodyBeforeItsTime() {
    WakeQueue queue = new WakeQueue(3);
    queue.set(0, 30);
    queue.set(1, 10);
    queue.set(2, 20);
    assertThat(queue.poll(9)).isEqualTo(WakeQueue.NOBODY);
    assertThat(queue.poll(10)).isEqualTo(1);
    assertThat(queue.poll(100)).isEqualTo(2);
    assertThat(queue.poll(100)).isZero();
  }

  @Test
  void settingAgain_movesBothWays() {
    WakeQueue queue = new WakeQueue(2);
    queue.set(0, 10);
    queue.set(1, 20);
    queue.set(0, 30);
    assertThat(queue.next()).isEqualTo(20);
    queue.set(0, 5);
    assertThat(queue.poll(5)).isZero();
  }

  @Test
  void removed_neverComes() {
    WakeQueue queue = new WakeQueue(2);
    queue.set(0, 10);
    queue.remove(0);
    queue.remove(1);
    assertThat(queue.poll(10)).isEqualTo(WakeQueue.NOBODY);
  }

  @Test
  void manyChangesInDisorder_comeOutAsFromASortedMap() {
    Random random = new Random(7);
    int ids = 200;
    WakeQueue queue = new WakeQueue(ids);
    TreeMap<Integer, Long> model = new TreeMap<>();
    for (int i = 0; i < 5_000; i++) {
      int id = random.nextInt(ids);
      if (random.nextInt(4) == 0) {
        queue.remove(id);
        model.remove(id);
      } else {
        long moment = random.nextInt(1_000);
        queue.set(id, moment);
        model.put(id, moment);
      }
    }
    List<Long> moments = new ArrayList<>();
    for (int id = queue.poll(1_000); id != WakeQueue.NOBODY; id = queue.poll(1_000)) {
      moments.add(model.remove(id));
    }
    assertThat(model).isEmpty();
    assertThat(moments).isSorted();
  }
}
