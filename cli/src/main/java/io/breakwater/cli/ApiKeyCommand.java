package io.breakwater.cli;

import io.breakwater.controlplane.gateway.ApiKeyFile;
import io.breakwater.controlplane.gateway.Caller;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes API keys. */
@Command(
    name = "api-key",
    description = "Make an API key for the gateway.",
    sortOptions = false,
    customSynopsis = "breakwater api-key create ID --file FILE [OPTIONS]",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions (defaults in parentheses):%n",
    footer = {
      "",
      "The key is printed once, on stdout; the file gets its SHA-256. A gateway takes the"
          + " new key within seconds; to take a key away, remove its line.",
      "",
      "Examples:",
      "  breakwater api-key create ann --file keys > ann.key",
      "  breakwater api-key create build-server --tenant acme --file keys",
      "",
      "Exit codes: 0 made, 1 the file cannot be written, 2 wrong usage, or a wrong file."
    })
final class ApiKeyCommand implements Callable<Integer> {
  @Mixin HelpOption help;
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "create", description = "what to do: create")
  String verb;

  @Parameters(index = "1", paramLabel = "ID", description = "whose key it is; shown in logs")
  String id;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      required = true,
      description = "the file of API keys; made where there is none")
  Path file;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "whose jobs its owner sees, and whose the new ones are (default)")
  String tenant = "default";

  @Override
  public Integer call() {
    if (!verb.equals("create")) {
      throw new ParameterException(spec.commandLine(), "expected create, got \"" + verb + "\"");
    }
    try {
      spec.commandLine().getOut().println(new ApiKeyFile(file).add(new Caller(id, tenant)));
      return CommandLine.ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      spec.commandLine().getErr().println("breakwater: " + file + " cannot be written: " + e);
      return CommandLine.ExitCode.SOFTWARE;
    }
  }
}
