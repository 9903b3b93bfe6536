package io.breakwater.cli;

import io.breakwater.broker.KeyKind;
import io.breakwater.lab.cluster.Partition;
import io.breakwater.lab.delivery.Level;
import io.breakwater.lab.storm.StormAuthentication;
import io.breakwater.lab.storm.StormClients;
import io.breakwater.planner.audit.Severity;
import io.breakwater.planner.facts.Credential;
import io.breakwater.simulator.Discipline;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The root command, and how all commands read durations and tell what went wrong. */
@Command(
    name = "breakwater",
    description = {
      "The connection lifecycle for Java services on NATS: they start on purpose and come back"
          + " on purpose. Drills prove it: they break a real broker under real services and"
          + " measure what happens.",
      ""
    },
    versionProvider = Version.class,
    subcommands = {
      DrillCommand.class,
      CalibrateCommand.class,
      SimulateCommand.class,
      CompareCommand.class,
      PlanCommand.class,
      AuditCommand.class,
      WaitCommand.class,
      UpCommand.class,
      SubmitCommand.class,
      ListCommand.class,
      GetCommand.class,
      WatchCommand.class,
      CancelCommand.class,
      DlqCommand.class,
      WorkflowCommand.class,
      ApiKeyCommand.class,
      ServiceCommand.class,
      TestCommand.class,
      CommandLine.HelpCommand.class
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Start here:",
      "  breakwater drill           the tour: a cold start, then a broker flap",
      "  breakwater drill --help    what the drills do, and their options",
      "",
      "Exit codes: 0 held, 1 did not hold or failed, 2 wrong usage or configuration."
    })
public final class Main implements Callable<Integer> {
  /** What the replicas of all arms can be; a fast lane is an arm of its own. */
  private static final StormClients[] CLIENTS = {
    StormClients.LIGHT, StormClients.JNATS, StormClients.BUS
  };

  @Mixin HelpOption help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "show the version")
  boolean version;

  @Spec CommandSpec spec;

  /** Runs the command named by the arguments and ends the process with its exit code. */
  public static void main(String[] args) {
    // Whatever the locale says: JSON is UTF-8, and a container's locale is mostly not set at all.
    CommandLine commandLine =
        commandLine().setOut(utf8(FileDescriptor.out)).setErr(utf8(FileDescriptor.err));
    int status = commandLine.execute(args);
    commandLine.getOut().flush();
    commandLine.getErr().flush();
    System.exit(status);
  }

  private static PrintWriter utf8(FileDescriptor stream) {
    return new PrintWriter(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }

  static CommandLine commandLine() {
    CommandLine main = new CommandLine(new Main());
    CommandLine drill = Objects.requireNonNull(main.getSubcommands().get("drill"));
    ClusterCommand.addTo(drill);
    DeliveryCommand.addTo(drill);
    ServicesCommand.addTo(drill);
    return main.registerConverter(Duration.class, Durations::parse)
        .registerConverter(Integer.class, WholeNumber::parse)
        .registerConverter(int.class, WholeNumber::parse)
        .registerConverter(JsonArgument.class, JsonArgument::of)
        .registerConverter(DrillKind.class, DrillKind::of)
        .registerConverter(Service.class, Service::of)
        .registerConverter(Level.class, text -> Choice.of(Level.values(), Level::text, text))
        .registerConverter(
            StormAuthentication.class,
            text -> Choice.of(StormAuthentication.values(), StormAuthentication::text, text))
        .registerConverter(KeyKind.class, text -> Choice.of(KeyKind.values(), KeyKind::text, text))
        .registerConverter(StormClients.class, text -> Choice.of(CLIENTS, StormClients::text, text))
        .registerConverter(
            Discipline.class, text -> Choice.of(Discipline.values(), Discipline::text, text))
        .registerConverter(
            SimulatedFault.class,
            text -> Choice.of(SimulatedFault.values(), SimulatedFault::text, text))
        .registerConverter(
            Partition.Kind.class,
            text -> Choice.of(Partition.Kind.values(), Partition.Kind::text, text))
        .registerConverter(
            Credential.class, text -> Choice.of(Credential.values(), Credential::text, text))
        .registerConverter(
            Severity.class, text -> Choice.of(Severity.values(), Severity::text, text))
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionExceptionHandler(Failures::execution);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }
}
