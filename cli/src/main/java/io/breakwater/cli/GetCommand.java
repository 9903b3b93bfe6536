package io.breakwater.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows a job or a run. */
@Command(
    name = "get",
    description = "Show a job or a run.",
    sortOptions = false,
    customSynopsis = "breakwater get ID [OPTIONS]",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions (defaults in parentheses):%n",
    footer = {
      "",
      "While the broker is away the gateway answers from memory, if it can; that is said, with",
      "--json as staleSeconds.",
      "",
      "Examples:",
      "  breakwater get j-3yq7Kc0mT1uVbW2xYz4A5g",
      "  breakwater get j-3yq7Kc0mT1uVbW2xYz4A5g --json",
      "",
      "Exit codes: 0 shown, 1 the gateway did not answer, or there is no such thing, 2"
          + " wrong usage."
    })
final class GetCommand implements Callable<Integer> {
  @Mixin HelpOption help;
  @Mixin GatewayOptions gateway;
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "the id of a job or of a run")
  String id;

  @Override
  public Integer call() throws InterruptedException {
    WorkId work = new WorkId(id);
    GatewayClient client = gateway.client();
    GatewayClient.Answer answer = client.get(work.path());
    CommandLine command = spec.commandLine();
    answer
        .staleSeconds()
        .ifPresent(
            age ->
                command
                    .getErr()
                    .println("breakwater: the broker is away; as of " + age + " s ago"));
    if (gateway.json) {
      JsonOutput.print(command.getOut(), marked(answer));
    } else {
      print(work, answer.body(), command.getOut());
      if (work.isRun()) {
        RunResults.of(client, answer.body()).forEach(command.getOut()::println);
      }
    }
    return CommandLine.ExitCode.OK;
  }

  /** A program sees only what is on stdout: what is from memory says so there. */
  private static JsonNode marked(GatewayClient.Answer answer) {
    if (answer.staleSeconds().isEmpty() || !(answer.body() instanceof ObjectNode body)) {
      return answer.body();
    }
    return body.deepCopy().put("staleSeconds", Long.parseLong(answer.staleSeconds().get()));
  }

  private static void print(WorkId work, JsonNode body, PrintWriter out) {
    if (work.isRun()) {
      out.println(WorkTable.runs(List.of(body), Instant.now(), Terminal.columns()));
      out.println();
      out.println(WorkTable.steps(body, Terminal.columns()));
    } else {
      out.println(WorkTable.jobs(List.of(body), Instant.now(), Terminal.columns()));
      if (body.has("result")) {
        out.println("\nresult: " + body.path("result"));
      }
    }
    if (body.has("waiting")) {
      out.println("\nwaiting: " + body.path("waiting").asString(""));
    }
    if (body.has("error")) {
      JsonNode error = body.path("error");
      out.println(
          "\nerror: "
              + error.path("code").asString("")
              + ": "
              + error.path("message").asString(""));
    }
  }
}
