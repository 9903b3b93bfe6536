package io.breakwater.cli;

import java.io.PrintWriter;
import java.time.Instant;
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

/** Lists jobs or runs, a page of them. */
@Command(
    name = "list",
    description = "List jobs or runs: what changed last, or what is open.",
    sortOptions = false,
    customSynopsis = "breakwater list [jobs|runs] [OPTIONS]",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions (defaults in parentheses):%n",
    footer = {
      "",
      "Examples:",
      "  breakwater list",
      "  breakwater list runs --open",
      "  breakwater list jobs --limit 200 --json",
      "",
      "Exit codes: 0 listed, 1 the gateway did not answer, or refused, 2 wrong usage."
    })
final class ListCommand implements Callable<Integer> {
  private static final String[] KINDS = {"jobs", "runs"};

  @Mixin HelpOption help;
  @Mixin GatewayOptions gateway;
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "KIND", arity = "0..1", description = "jobs or runs (jobs)")
  String kind = "jobs";

  @Option(names = "--open", description = "only those that have not ended, oldest first")
  boolean open;

  @Option(names = "--limit", paramLabel = "N", description = "how many, 1 to 200 (20)")
  int limit = 20;

  @Option(names = "--page", paramLabel = "TOKEN", description = "go on where a list has ended")
  Optional<String> page;

  @Override
  public Integer call() throws InterruptedException {
    try {
      Choice.of(KINDS, word -> word, kind);
    } catch (CommandLine.TypeConversionException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    if (limit < 1 || limit > 200) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--limit: expected 1 to 200, got " + limit);
    }
    String path =
        "/%s?open=%s&limit=%d%s"
            .formatted(
                kind,
                open,
                limit,
                page.map(token -> "&page=" + GatewayClient.encoded(token)).orElse(""));
    JsonNode list = gateway.client().get(path).body();
    PrintWriter out = spec.commandLine().getOut();
    if (gateway.json) {
      JsonOutput.print(out, list);
      return CommandLine.ExitCode.OK;
    }
    JsonNode items = list.path("items");
    out.println(
        kind.equals("jobs")
            ? WorkTable.jobs(items, Instant.now(), Terminal.columns())
            : WorkTable.runs(items, Instant.now(), Terminal.columns()));
    if (list.has("next")) {
      out.println("more: --page " + list.path("next").asString(""));
    }
    return CommandLine.ExitCode.OK;
  }
}
