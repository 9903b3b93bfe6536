package io.breakwater.cli;

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

/** Cancels a job or a run. */
@Command(
    name = "cancel",
    description = "Cancel a job or a run.",
    sortOptions = false,
    customSynopsis = "breakwater cancel ID [OPTIONS]",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions (defaults in parentheses):%n",
    footer = {
      "",
      "A job that no worker has is cancelled at once; a worker is told, and may still"
          + " succeed.",
      "",
      "Examples:",
      "  breakwater cancel j-3yq7Kc0mT1uVbW2xYz4A5g --reason 'wrong image'",
      "",
      "Exit codes: 0 cancelled or asked for, 1 it has ended already, or the gateway did"
          + " not answer, 2 wrong usage."
    })
final class CancelCommand implements Callable<Integer> {
  @Mixin HelpOption help;
  @Mixin GatewayOptions gateway;
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "the id of a job or of a run")
  String id;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why, for people")
  Optional<String> reason;

  @Override
  public Integer call() throws InterruptedException {
    WorkId work = new WorkId(id);
    String field = work.isRun() ? "comment" : "reason";
    JsonNode answer =
        gateway
            .client()
            .post(
                work.path() + "/cancel",
                reason.map(text -> Map.of(field, text)).orElse(null),
                Map.of())
            .body();
    if (gateway.json) {
      JsonOutput.print(spec.commandLine().getOut(), answer);
    } else {
      spec.commandLine().getOut().println(answer.path("state").asString(""));
    }
    return CommandLine.ExitCode.OK;
  }
}
