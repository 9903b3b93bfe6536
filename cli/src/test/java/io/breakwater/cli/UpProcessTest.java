package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The walk through of the README: everything up, work done, the broker killed, work done. */
@Timeout(280)
class UpProcessTest extends ProcessFixture {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private int port;

  @Test
  void walkThrough() throws Exception {
    port = FreePorts.take();
    try (CliProcess up =
        start(
            "up --workers 1 --topics echo,sleep,http --outage 4s --dir all --json --port "
                + port)) {
      await().atMost(LIMIT).until(() -> up.out().contains("brokerPid"));
      JsonNode started = GatewayClient.parse(up.out());

      String job = run("submit", "echo", "--payload", "{\"n\": 7}").strip();
      assertThat(run("watch", job, "--limit", "90s")).contains("SUCCEEDED");
      JsonNode done = GatewayClient.parse(run("get", job, "--json"));
      assertThat(done.path("result").path("n").intValue()).isEqualTo(7);

      String call =
          run(
              "submit",
              "http",
              "--payload",
              "{\"url\": \"http://127.0.0.1:" + port + "/openapi.json\"}");
      assertThat(run("watch", call.strip(), "--limit", "90s")).contains("SUCCEEDED");

      Path flow = work.resolve("flow.json");
      Files.writeString(
          flow,
          """
          {"id": "flow", "steps": [
            {"name": "one", "topic": "sleep", "payload": {"millis": 3000}},
            {"name": "two", "topic": "echo", "dependsOn": ["one"],
             "payload": {"was": "${steps.one.result.millis}"}}]}
          """);
      assertThat(run("workflow", "apply", flow.toString())).contains("flow version 1");
      String flowRun = run("workflow", "run", "flow").strip();

      long pid = started.path("brokerPid").longValue();
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      String held = run("submit", "echo", "--json");
      assertThat(GatewayClient.parse(held).path("held").asString("")).isIn("outbox", "stream");
      String late = GatewayClient.parse(held).path("id").asString("");

      assertThat(run("watch", flowRun, "--limit", "120s")).contains("SUCCEEDED");
      assertThat(run("watch", late, "--limit", "90s")).contains("SUCCEEDED");
      JsonNode second = GatewayClient.parse(run("get", flowRun + ".two", "--json"));
      assertThat(second.path("result").path("was").intValue()).isEqualTo(3000);
      assertThat(run("list")).contains(job, "SUCCEEDED");
      assertThat(up.err()).contains("the broker is back").doesNotContain("ended with");

      List<ProcessHandle> children = up.descendants();
      up.signal("INT");
      assertThat(up.await()).isIn(0, 130);
      await().atMost(LIMIT).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    } finally {
      FreePorts.giveBack(port);
    }
  }

  /** Runs a command to its end, and returns what it printed. */
  private String run(String... arguments) throws Exception {
    List<String> environment =
        List.of(
            "BREAKWATER_API_KEY=" + Files.readString(work.resolve("all/api-key")).strip(),
            "BREAKWATER_GATEWAY=http://127.0.0.1:" + port);
    try (CliProcess command =
        CliProcess.start(
            work, environment, new ArrayList<>(List.of(arguments)).toArray(String[]::new))) {
      int status = command.await();
      assertThat(status).as(String.join(" ", arguments) + command.err()).isZero();
      return command.out();
    }
  }
}
