package io.breakwater.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Hands in a job. */
@Command(
    name = "submit",
    description = "Submit a job to the gateway.",
    sortOptions = false,
    customSynopsis = "breakwater submit TOPIC [OPTIONS]",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions (D is a duration such as 20s; defaults in parentheses):%n",
    footer = {
      "",
      "It prints the id of the job, which will run: the stream has it, or the gateway has"
          + " it on disk. Send it again with the same --idempotency-key if you are not sure:"
          + " it is one job all the same.",
      "",
      "Examples:",
      "  breakwater submit echo --payload '{\"hello\": \"world\"}'",
      "  breakwater submit resize --payload @image.json --require gpu=yes --timeout 5m",
      "  breakwater submit echo --idempotency-key order-17 --json",
      "",
      "Exit codes: 0 accepted, 1 refused or not known (the message says which), 2 wrong" + " usage."
    })
final class SubmitCommand implements Callable<Integer> {
  @Mixin HelpOption help;
  @Mixin GatewayOptions gateway;
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "TOPIC", description = "what kind of work it is")
  String topic;

  @Option(
      names = "--payload",
      paramLabel = "JSON",
      description = "what the worker gets: JSON, @FILE, or - for the standard input (null)")
  Optional<JsonArgument> payload;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "a label for people; repeatable")
  Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--require",
      paramLabel = "KEY=VALUE",
      description = "a label that the worker must have; repeatable")
  Map<String, String> requirements = new LinkedHashMap<>();

  @Option(names = "--priority", paramLabel = "N", description = "0 to 9, the higher first (5)")
  Optional<Integer> priority;

  @Option(names = "--max-attempts", paramLabel = "N", description = "how often it is tried (3)")
  Optional<Integer> maxAttempts;

  @Option(names = "--timeout", paramLabel = "D", description = "how long an attempt may take (1m)")
  Optional<Duration> timeout;

  @Option(
      names = "--deadline",
      paramLabel = "D",
      description = "it ends by then in any case (never)")
  Optional<Duration> deadline;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "the same key is the same job, however often it is sent")
  Optional<String> key;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("topic", topic);
    payload.ifPresent(json -> job.put("payload", json.value()));
    job.put("labels", labels);
    job.put("requirements", requirements);
    priority.ifPresent(n -> job.put("priority", n));
    maxAttempts.ifPresent(n -> job.put("maxAttempts", n));
    timeout.ifPresent(limit -> job.put("timeoutMillis", limit.toMillis()));
    deadline.ifPresent(limit -> job.put("deadline", Instant.now().plus(limit).toString()));
    JsonNode answer =
        gateway
            .client()
            .post("/jobs", job, key.map(it -> Map.of("Idempotency-Key", it)).orElseGet(Map::of))
            .body();
    if (gateway.json) {
      JsonOutput.print(spec.commandLine().getOut(), answer);
    } else {
      spec.commandLine().getOut().println(answer.path("id").asString(""));
    }
    if (answer.path("held").asString("").equals("outbox")) {
      spec.commandLine()
          .getErr()
          .println("breakwater: the broker is away; the gateway has the job on disk");
    }
    return CommandLine.ExitCode.OK;
  }
}
