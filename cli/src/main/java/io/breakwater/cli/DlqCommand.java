package io.breakwater.cli;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Lists dead letters, or tries one of them again. */
@Command(
    name = "dlq",
    description = "List the jobs that ended without success, or try one of them again.",
    sortOptions = false,
    customSynopsis = "breakwater dlq [--retry ID] [OPTIONS]",
    optionListHeading = "%nOptions (defaults in parentheses):%n",
    footer = {
      "",
      "A dead letter is tried again as a new job, as one however often you ask.",
      "",
      "Examples:",
      "  breakwater dlq",
      "  breakwater dlq --retry 17",
      "",
      "Exit codes: 0 listed or accepted, 1 the gateway did not answer, or refused, 2 wrong"
          + " usage."
    })
final class DlqCommand implements Callable<Integer> {
  @Mixin HelpOption help;
  @Mixin GatewayOptions gateway;
  @Spec CommandSpec spec;

  @Option(names = "--retry", paramLabel = "ID", description = "try that one again")
  Optional<String> retry;

  @Option(names = "--limit", paramLabel = "N", description = "how many, 1 to 100 (20)")
  int limit = 20;

  @Option(names = "--page", paramLabel = "TOKEN", description = "go on where a list has ended")
  Optional<String> page;

  @Override
  public Integer call() throws InterruptedException {
    if (limit < 1 || limit > 100) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--limit: expected 1 to 100, got " + limit);
    }
    GatewayClient client = gateway.client();
    JsonNode answer =
        retry.isPresent()
            ? client
                .post("/dlq/" + GatewayClient.encoded(retry.get()) + "/retry", null, Map.of())
                .body()
            : client
                .get(
                    "/dlq?limit="
                        + limit
                        + page.map(token -> "&page=" + GatewayClient.encoded(token)).orElse(""))
                .body();
    var out = spec.commandLine().getOut();
    if (gateway.json) {
      JsonOutput.print(out, answer);
    } else if (retry.isPresent()) {
      out.println(answer.path("id").asString(""));
    } else {
      out.println(WorkTable.letters(answer.path("items"), Instant.now(), Terminal.columns()));
      if (answer.has("next")) {
        out.println("more: --page " + answer.path("next").asString(""));
      }
    }
    return CommandLine.ExitCode.OK;
  }
}
