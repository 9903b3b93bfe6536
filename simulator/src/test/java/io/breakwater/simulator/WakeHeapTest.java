package io.breakwater.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WakeHeapTest {
  private static final int MEMBERS = 20;

  /** What is done to the heap; a negative time takes the member out. */
  record Step(int member, long at) {}

  @Property(tries = 300)
  void set_move_remove_theNextOneIsAlwaysTheEarliest(@ForAll("steps") List<Step> steps) {
    WakeHeap heap = new WakeHeap(MEMBERS);
    TreeMap<Integer, Long> model = new TreeMap<>();
    for (Step step : steps) {
      if (step.at() < 0) {
        heap.remove(step.member());
        model.remove(step.member());
      } else {
        heap.set(step.member(), step.at());
        model.put(step.member(), step.at());
      }
      long earliest = model.values().stream().min(Long::compare).orElse(Long.MAX_VALUE);
      assertThat(heap.nextAt()).isEqualTo(earliest);
      if (!model.isEmpty()) {
        assertThat(model.get(heap.next())).isEqualTo(earliest);
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, MEMBERS - 1), Arbitraries.longs().between(-20, 100))
        .as(Step::new)
        .list()
        .ofMaxSize(200);
  }
}
