package io.breakwater.controlplane.scheduler;

import static io.breakwater.controlplane.Plane.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.Plane;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.worker.JobContext;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PoolsTest {
  @Test
  void topicOfAPool_isDoneByItsWorkersOnly_andOtherTopicsByAnybody() {
    try (Plane plane = new Plane()) {
      plane.scheduler("scheduler-1", Plane.QUICK.withPools(Map.of("heavy", "large")));
      plane.started(
          plane.worker("w1").on("heavy", JobContext::payload).on("echo", JobContext::payload));
      String waits = plane.submit(job("heavy"));
      assertThat(plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED).worker())
          .isEqualTo("w1");
      assertThat(plane.state(waits)).isEqualTo(JobState.PENDING);
      plane.started(plane.worker("w2").pool("large").on("heavy", JobContext::payload));
      assertThat(plane.awaitState(waits, JobState.SUCCEEDED).worker()).isEqualTo("w2");
    }
  }
}
