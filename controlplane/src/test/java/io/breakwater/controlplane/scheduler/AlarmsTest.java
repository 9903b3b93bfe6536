package io.breakwater.controlplane.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.JobRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AlarmsTest {
  private final Alarms alarms = new Alarms(1_000);

  @Test
  void set_due_gone() {
    OpenJob job = job("j-1", 1);
    alarms.set(job, at(100));
    assertThat(alarms.due(at(90))).isEmpty();
    assertThat(alarms.due(at(200))).containsExactly(job);
    assertThat(alarms.due(at(300))).isEmpty();
  }

  @Test
  void setAgain_replaces_andClear_forgets() {
    OpenJob moved = job("j-1", 1);
    OpenJob cleared = job("j-2", 2);
    alarms.set(moved, at(100));
    alarms.set(cleared, at(100));
    alarms.set(moved, at(1_000));
    alarms.clear(cleared);
    assertThat(alarms.due(at(900))).isEmpty();
    assertThat(alarms.due(at(1_100))).containsExactly(moved);
  }

  @Test
  void neverBeforeItsTime_andWhatIsPast_atTheNextLook() {
    OpenJob job = job("j-1", 1);
    for (int millis = 0; millis < 500; millis += 7) {
      alarms.set(job, at(millis));
      assertThat(alarms.due(at(millis) - 1)).isEmpty();
      assertThat(alarms.due(at(millis + 100))).containsExactly(job);
    }
    alarms.set(job, -5);
    assertThat(alarms.due(at(100))).containsExactly(job);
  }

  private static OpenJob job(String id, long order) {
    return new OpenJob(JobRequest.builder(id, "echo").submittedAt(Instant.EPOCH), order);
  }

  private static long at(long millis) {
    return 1_000 + Duration.ofMillis(millis).toNanos();
  }
}
