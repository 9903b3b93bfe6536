package io.breakwater.cli;

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

/** Workflows: applies definitions, starts runs, approves steps. */
@Command(
    name = "workflow",
    description = "Apply a workflow, start a run of it, approve a step.",
    sortOptions = false,
    customSynopsis = {
      "breakwater workflow apply FILE [OPTIONS]",
      "       breakwater workflow run ID [OPTIONS]",
      "       breakwater workflow approve RUN STEP [OPTIONS]"
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    subcommands = {
      WorkflowCommand.Apply.class,
      WorkflowCommand.Run.class,
      WorkflowCommand.Approve.class
    },
    footer = {
      "",
      "Examples:",
      "  breakwater workflow apply docs/examples/workflows/orders.json",
      "  breakwater workflow run orders --input '{\"day\": \"monday\", \"orders\": []}'",
      "  breakwater workflow approve r-Qm3yq7Kc0mT1uVbW2xYz4A release",
      "",
      "Exit codes: 0 done, 1 the gateway did not answer, or refused, 2 wrong usage."
    })
final class WorkflowCommand implements Callable<Integer> {
  private static final String EXIT_CODES =
      "Exit codes: 0 done, 1 the gateway did not answer, or refused, 2 wrong usage.";

  @Mixin HelpOption help;
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "expected one of apply, run, approve");
  }

  /** Applies a definition. */
  @Command(
      name = "apply",
      description = "Apply a definition: a new version, unless nothing has changed.",
      sortOptions = false,
      customSynopsis = "breakwater workflow apply FILE [OPTIONS]",
      parameterListHeading = "%n",
      optionListHeading = "%nOptions (defaults in parentheses):%n",
      footer = {
        "",
        "Examples:",
        "  breakwater workflow apply docs/examples/workflows/orders.json",
        "",
        EXIT_CODES
      })
  static final class Apply implements Callable<Integer> {
    @Mixin HelpOption help;
    @Mixin GatewayOptions gateway;
    @Spec CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the definition in JSON; - for standard input")
    String file;

    @Override
    public Integer call() throws InterruptedException {
      JsonNode definition = definition();
      JsonNode answer = gateway.client().post("/workflows", definition, Map.of()).body();
      if (gateway.json) {
        JsonOutput.print(spec.commandLine().getOut(), answer);
      } else {
        spec.commandLine()
            .getOut()
            .println(
                answer.path("id").asString("")
                    + " version "
                    + answer.path("definitionVersion").asInt(0));
      }
      return CommandLine.ExitCode.OK;
    }

    private JsonNode definition() {
      try {
        return JsonArgument.of(file.equals("-") ? file : "@" + file).value();
      } catch (CommandLine.TypeConversionException e) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), String.valueOf(e.getMessage()), e);
      }
    }
  }

  /** Starts a run. */
  @Command(
      name = "run",
      description = "Start a run of the newest version of a workflow.",
      sortOptions = false,
      customSynopsis = "breakwater workflow run ID [OPTIONS]",
      parameterListHeading = "%n",
      optionListHeading = "%nOptions (defaults in parentheses):%n",
      footer = {
        "",
        "It prints the id of the run; breakwater watch follows it.",
        "",
        "Examples:",
        "  breakwater workflow run orders --input '{\"day\": \"monday\", \"orders\": []}'",
        "",
        EXIT_CODES
      })
  static final class Run implements Callable<Integer> {
    @Mixin HelpOption help;
    @Mixin GatewayOptions gateway;
    @Spec CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "which workflow")
    String id;

    @Option(
        names = "--input",
        paramLabel = "JSON",
        description = "its input: JSON, @FILE, or - for the standard input ({})")
    Optional<JsonArgument> input;

    @Option(
        names = "--idempotency-key",
        paramLabel = "KEY",
        description = "the same key is the same run, however often it is sent")
    Optional<String> key;

    @Override
    public Integer call() throws InterruptedException {
      Map<String, Object> body = new LinkedHashMap<>();
      input.ifPresent(json -> body.put("input", json.value()));
      JsonNode answer =
          gateway
              .client()
              .post(
                  "/workflows/" + GatewayClient.encoded(id) + "/runs",
                  body,
                  key.map(it -> Map.of("Idempotency-Key", it)).orElseGet(Map::of))
              .body();
      if (gateway.json) {
        JsonOutput.print(spec.commandLine().getOut(), answer);
      } else {
        spec.commandLine().getOut().println(answer.path("id").asString(""));
      }
      return CommandLine.ExitCode.OK;
    }
  }

  /** Says yes or no to a step. */
  @Command(
      name = "approve",
      description = "Let a step that waits for approval go on, or fail.",
      sortOptions = false,
      customSynopsis = "breakwater workflow approve RUN STEP [OPTIONS]",
      parameterListHeading = "%n",
      optionListHeading = "%nOptions (defaults in parentheses):%n",
      footer = {
        "",
        "Examples:",
        "  breakwater workflow approve r-Qm3yq7Kc0mT1uVbW2xYz4A release",
        "",
        EXIT_CODES
      })
  static final class Approve implements Callable<Integer> {
    @Mixin HelpOption help;
    @Mixin GatewayOptions gateway;
    @Spec CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RUN", description = "the id of the run")
    String run;

    @Parameters(index = "1", paramLabel = "STEP", description = "the name of the step")
    String step;

    @Option(names = "--reject", description = "no: the step fails")
    boolean reject;

    @Option(names = "--comment", paramLabel = "TEXT", description = "why, for people")
    Optional<String> comment;

    @Override
    public Integer call() throws InterruptedException {
      JsonNode answer =
          gateway
              .client()
              .post(
                  "/runs/%s/steps/%s/%s"
                      .formatted(
                          GatewayClient.encoded(run),
                          GatewayClient.encoded(step),
                          reject ? "reject" : "approve"),
                  comment.map(text -> Map.of("comment", text)).orElse(null),
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
}
