package io.breakwater.controlplane.workflow;

import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.contract.StepState;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Markers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that cannot go on: they end, and no other one waits for them. */
@Timeout(120)
class BadRunsTest {
  private final EngineWorld world = new EngineWorld();

  @AfterEach
  void close() throws Exception {
    world.close();
  }

  @Test
  void payloadThatIsTooDeep_failsItsStep_howeverItIsMade() throws Exception {
    var scheduler = world.scheduler();
    world.engine();
    String expression = "${" + "[".repeat(300) + "`1`" + "]".repeat(300) + "}";
    world.apply("made", 1, step(quoted(expression)));
    world.apply("within", 1, step(quoted("it is " + expression)));
    world.apply("around", 1, step(nested(60, quoted("${input}"))));
    world.apply("number", 1, step(quoted("${`1e400`}")));
    for (String workflow : new String[] {"made", "within", "around", "number"}) {
      world.start("r-" + workflow, workflow, 1, nested(50, "1"));
    }
    for (String workflow : new String[] {"made", "within", "around", "number"}) {
      RunRecord run = world.ended("r-" + workflow);
      assertThat(run.state()).as("%s", run).isEqualTo(RunState.FAILED);
      assertThat(run.error()).isNotNull().extracting(JobError::code).isEqualTo("input");
    }
    assertThat(scheduler.seen).isEmpty();
    world.awaitNoMarkers();
  }

  @Test
  void recordsThatCannotBeRead_endWhatTheyAreOf_andNothingElse() throws Exception {
    var scheduler = world.scheduler();
    world.apply("w", 1, "{\"name\": \"a\", \"topic\": \"hold\"}");
    put(Bucket.RUNS, "r-garbage");
    new Markers(world.bus, Bucket.OPEN_RUNS).put("r-garbage").toCompletableFuture().get();
    world.engine();
    world.start("r-1", "w", 1, "{}");
    world.start("r-2", "w", 1, "{}");
    world.awaitStep("r-1", "a", StepState.RUNNING);
    await().until(() -> scheduler.seen.size() == 2);
    put(Bucket.JOBS, "r-1.a");
    scheduler.finish("r-2.a", JobState.SUCCEEDED);
    assertThat(world.ended("r-2").state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(world.ended("r-1").state()).isEqualTo(RunState.FAILED);
    world.awaitNoMarkers();
  }

  private void put(Bucket bucket, String key) throws Exception {
    world
        .bus
        .connection()
        .keyValue(bucket.bucketName())
        .put(key, "not JSON".getBytes(StandardCharsets.UTF_8));
  }

  private static String step(String payload) {
    return "{\"name\": \"a\", \"topic\": \"echo\", \"payload\": " + payload + "}";
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String nested(int levels, String inner) {
    return "[".repeat(levels) + inner + "]".repeat(levels);
  }
}
