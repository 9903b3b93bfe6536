package io.breakwater.controlplane;

import static io.breakwater.controlplane.Plane.job;
import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.contract.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services as processes, and what is done to processes. */
@Timeout(180)
class ServiceProcessesTest {
  private final Plane plane = new Plane();
  private final List<Process> processes = new ArrayList<>();

  @TempDir Path folder;

  @AfterEach
  void close() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    plane.close();
  }

  @Test
  void schedulerThatStandsStill_isReplaced_andStepsBackWhenItGoesOn() throws Exception {
    Process first = start("Scheduler", "s1");
    await().until(() -> log("s1").contains("at work"));
    start("Scheduler", "s2");
    start("JobWorker", "w1", "--heartbeat", "500ms");
    plane.awaitState(plane.submit(job("echo")), JobState.SUCCEEDED);

    signal(first, "STOP");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(plane.submit(job("echo")));
    }
    await().until(() -> log("s2").contains("at work"));
    signal(first, "CONT");
    await().until(() -> log("s1").contains("no longer active"));
    for (int i = 0; i < 20; i++) {
      ids.add(plane.submit(job("echo")));
    }
    for (String id : ids) {
      JobRecord done = plane.awaitState(id, JobState.SUCCEEDED);
      assertThat(done.attempt()).isEqualTo(1);
    }
    plane.awaitNothingOpen();
  }

  @Test
  void workerThatIsKilled_losesItsJobToAnother() throws Exception {
    start("Scheduler", "s1");
    Process worker = start("JobWorker", "w1", "--heartbeat", "500ms", "--topics", "sleep");
    String id = plane.submit(job("sleep").payload(Json.mapper().readTree("{\"millis\": 4000}")));
    plane.awaitState(id, JobState.RUNNING);
    worker.destroyForcibly();
    start("JobWorker", "w2", "--heartbeat", "500ms", "--topics", "sleep");
    JobRecord done = plane.awaitState(id, JobState.SUCCEEDED);
    assertThat(done.worker()).isEqualTo("w2");
    assertThat(done.attempt()).isEqualTo(2);
  }

  @Test
  void workerThatIsTold_stops_afterItsJobIsDone() throws Exception {
    start("Scheduler", "s1");
    Process worker = start("JobWorker", "w1", "--topics", "sleep");
    String id = plane.submit(job("sleep").payload(Json.mapper().readTree("{\"millis\": 1000}")));
    plane.awaitState(id, JobState.RUNNING);
    worker.destroy();
    assertThat(worker.waitFor(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(worker.exitValue()).isEqualTo(143);
    assertThat(plane.awaitState(id, JobState.SUCCEEDED).attempt()).isEqualTo(1);
  }

  private Process start(String program, String name, String... more) throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            service: test
            nats: { servers: ["%s"], name: %s }
            reconnect: { shape: fixed, wait: 200ms }
            probes: { address: 127.0.0.1, port: 0 }
            """
                .formatted(plane.broker().server().url(), name));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.breakwater.controlplane." + program,
                "--policy",
                policy.toString()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private String log(String name) throws IOException {
    Path file = folder.resolve(name + ".log");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static void signal(Process process, String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
