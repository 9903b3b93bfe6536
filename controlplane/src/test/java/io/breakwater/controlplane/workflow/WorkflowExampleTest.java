package io.breakwater.controlplane.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.RunReply;
import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.contract.StepState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example of the manual does what the manual says. */
@Timeout(120)
class WorkflowExampleTest {

  @Test
  void theOrdersOfADay_areCheckedOneByOne_released_andReported() throws Exception {
    String definition =
        Files.readString(Path.of("..", "docs", "examples", "workflows", "orders.json"));
    try (EngineWorld world = new EngineWorld()) {
      StandInScheduler scheduler = world.scheduler();
      world.engine();
      world.apply("orders", 1, Json.mapper().readTree(definition).toString());
      world.start(
          "r-1",
          "orders",
          1,
          """
          {"day": "Monday", "orders": [
            {"id": "x", "total": 30}, {"id": "y", "total": 0}, {"id": "z", "total": 12.5}]}
          """);
      world.awaitStep("r-1", "release", StepState.AWAITING_APPROVAL);
      assertThat(world.decide("r-1", "release", true).outcome()).isEqualTo(RunReply.Result.DONE);
      assertThat(world.ended("r-1").state()).isEqualTo(RunState.SUCCEEDED);
      JobRequest report = scheduler.seen.get(scheduler.seen.size() - 1);
      assertThat(report.payload())
          .hasToString(
              "{\"title\":\"2 orders of Monday, released by ada\","
                  + "\"orders\":[\"z\",\"x\"],\"sum\":42.5}");
    }
  }
}
