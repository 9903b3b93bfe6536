package io.breakwater.controlplane;

import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.broker.NatsCluster;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.client.Bus;
import io.breakwater.client.MessageId;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.scheduler.SchedulerService;
import io.breakwater.controlplane.scheduler.SchedulerSettings;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Markers;
import io.breakwater.controlplane.store.Provisioning;
import io.breakwater.controlplane.worker.Worker;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ProbeSettings;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three servers, three copies, and one server that loses all it has. */
@Tag("soak")
@Timeout(240)
class ClusterTest {
  private static final int JOBS = 300;

  @Test
  void nodeThatIsWipedUnderLoad_losesNoJob() throws Exception {
    try (NatsCluster cluster = NatsCluster.start(3, ServerConfig.builder().jetStream().build());
        Bus client = bus(cluster, "client");
        Bus schedulerBus = bus(cluster, "scheduler");
        Bus workerBus = bus(cluster, "worker")) {
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptions()
          .until(() -> done(Provisioning.ensure(client, 3).toCompletableFuture()));
      assertThat(
              client
                  .connection()
                  .jetStreamManagement()
                  .getStreamInfo(Bucket.JOBS.stream())
                  .getConfiguration()
                  .getReplicas())
          .isEqualTo(3);
      var unused = Provisioning.ensure(schedulerBus, 3);
      Map<String, Integer> calls = new ConcurrentHashMap<>();
      try (SchedulerService scheduler =
              new SchedulerService(schedulerBus, "s1", SchedulerSettings.DEFAULTS);
          Worker worker =
              Worker.named(workerBus, "w1")
                  .slots(8)
                  .on(
                      "count",
                      job -> {
                        calls.merge(job.jobId(), 1, Integer::sum);
                        return job.payload();
                      })
                  .start()) {
        scheduler.start();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
          JobRequest job = Plane.job("count").submittedAt(Instant.now());
          ids.add(job.id());
          var receipt =
              client
                  .outbox()
                  .send(Subjects.JOB_SUBMIT, Json.bytes(job), MessageId.of(job.id()))
                  .toCompletableFuture();
          if (i == JOBS / 3) {
            cluster.node(0).kill();
            cluster.node(0).wipe();
          }
          if (i == JOBS * 2 / 3) {
            cluster.node(0).restart();
          }
          receipt.get(1, TimeUnit.MINUTES);
        }
        Documents<JobRecord> jobs = new Documents<>(client, Bucket.JOBS, JobRecord.class);
        for (String id : ids) {
          await()
              .atMost(Duration.ofMinutes(1))
              .ignoreExceptions()
              .until(
                  () ->
                      jobs.get(id).toCompletableFuture().get().orElseThrow().value().state()
                          == JobState.SUCCEEDED);
        }
        assertThat(calls).hasSize(JOBS);
        assertThat(worker.id()).isEqualTo("w1");
        for (NatsServer node : cluster.nodes()) {
          assertThat(Files.readString(node.logFile()))
              .as("a copy that begins anew may be the last that has a message")
              .doesNotContain("Resetting stream cluster state");
        }
        Markers open = new Markers(client, Bucket.OPEN_JOBS);
        await()
            .atMost(Duration.ofMinutes(1))
            .ignoreExceptions()
            .until(() -> open.list(TestBroker.LIMIT).isEmpty());
      }
    }
  }

  private static boolean done(java.util.concurrent.CompletableFuture<?> stage) {
    return stage.isDone() && !stage.isCompletedExceptionally();
  }

  private static Bus bus(NatsCluster cluster, String name) {
    return Bus.open(
        LifecyclePolicy.builder()
            .service("test")
            .servers(cluster.urls().toArray(String[]::new))
            .name(name)
            .reconnect(
                ReconnectSettings.DEFAULTS
                    .withShape(ScheduleShape.FIXED)
                    .withWaitTime(Duration.ofMillis(100)))
            .probes(ProbeSettings.DEFAULTS.withAddress("127.0.0.1").withPort(0))
            .build());
  }
}
