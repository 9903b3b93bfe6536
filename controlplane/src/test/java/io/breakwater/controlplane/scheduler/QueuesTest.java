package io.breakwater.controlplane.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.JobRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Whose turn it is. */
class QueuesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final Queues queues = new Queues();
  private long order;

  @Test
  void tenantWithHundredThousandJobs_doesNotHoldUpAnother() {
    for (int i = 0; i < 100_000; i++) {
      queues.add(job("big", 5, "echo"));
    }
    List<OpenJob> small = List.of(job("small", 5, "echo"), job("small", 5, "other"));
    small.forEach(queues::add);
    assertThat(tenants(take(4))).containsExactly("big", "small", "big", "small");
    assertThat(queues.size()).isEqualTo(99_998);
  }

  @Test
  void tenantThatComesAgainAndAgainWithOneJob_hasNoMoreThanItsTurns() {
    for (int i = 0; i < 10; i++) {
      queues.add(job("big", 5, "echo"));
    }
    List<String> turns = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      queues.add(job("quick", 5, "echo"));
      turns.addAll(tenants(take(1)));
      if (queues.size() < 10) {
        queues.add(job("big", 5, "echo"));
      }
    }
    assertThat(turns.stream().filter("big"::equals)).hasSize(3);
  }

  @Test
  void higherPriority_isFirst_whoseverItIs() {
    queues.add(job("a", 1, "echo"));
    queues.add(job("b", 9, "echo"));
    queues.add(job("b", 9, "echo"));
    assertThat(tenants(take(3))).containsExactly("b", "b", "a");
  }

  @Test
  void kindThatNobodyDoes_holdsUpNothing_andKeepsItsTurn() {
    queues.add(job("a", 5, "nobody"));
    queues.add(job("b", 5, "echo"));
    queues.add(job("a", 5, "echo"));
    assertThat(queues.take(kind -> kind.topic().equals("echo")).orElseThrow().tenant)
        .isEqualTo("a");
    assertThat(queues.take(kind -> kind.topic().equals("echo")).orElseThrow().tenant)
        .isEqualTo("b");
    assertThat(queues.take(kind -> kind.topic().equals("echo"))).isEmpty();
    assertThat(queues.size()).isEqualTo(1);
  }

  @Test
  void whatIsRemoved_isNotTaken_andNotCounted() {
    OpenJob gone = job("a", 5, "echo");
    queues.add(gone);
    queues.add(gone);
    assertThat(queues.size()).isEqualTo(1);
    queues.remove(gone);
    queues.remove(gone);
    assertThat(queues.size()).isZero();
    assertThat(queues.anyOf(gone.kind)).isFalse();
    assertThat(take(1)).isEmpty();
  }

  /** Of those that have work all the time, none is ever more than one turn ahead of another. */
  @Property(tries = 200)
  void turnsAreEven_andWithinATenantInOrder(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 3) Integer> submitted) {
    Queues some = new Queues();
    Map<String, Integer> left = new HashMap<>();
    long number = 0;
    for (int tenant : submitted) {
      some.add(new OpenJob(request("t" + tenant, 5, "k" + number % 3, number), ++number));
      left.merge("t" + tenant, 1, Integer::sum);
    }
    Map<String, Long> last = new HashMap<>();
    Map<String, Integer> turns = new HashMap<>();
    Optional<OpenJob> next = some.take(kind -> true);
    while (next.isPresent()) {
      OpenJob job = next.get();
      assertThat(job.order).isGreaterThan(last.getOrDefault(job.tenant, 0L));
      last.put(job.tenant, job.order);
      int had = turns.merge(job.tenant, 1, Integer::sum);
      left.merge(job.tenant, -1, Integer::sum);
      left.forEach(
          (tenant, waiting) -> {
            if (waiting > 0) {
              assertThat(turns.getOrDefault(tenant, 0)).isGreaterThanOrEqualTo(had - 1);
            }
          });
      next = some.take(kind -> true);
    }
    assertThat(some.size()).isZero();
    assertThat(left.values()).allMatch(count -> count == 0);
  }

  private List<OpenJob> take(int most) {
    List<OpenJob> taken = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      queues.take(kind -> true).ifPresent(taken::add);
    }
    return taken;
  }

  private static List<String> tenants(List<OpenJob> jobs) {
    return jobs.stream().map(job -> job.tenant).toList();
  }

  private OpenJob job(String tenant, int priority, String topic) {
    order++;
    return new OpenJob(request(tenant, priority, topic, order), order);
  }

  private static JobRequest request(String tenant, int priority, String topic, long number) {
    return JobRequest.builder("j-" + number, topic)
        .tenant(tenant)
        .priority(priority)
        .submittedAt(NOW);
  }
}
