package io.breakwater.cli;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServer;
import io.breakwater.broker.NatsServerBinary;
import io.breakwater.lab.calibrate.CalibrateListener;
import io.breakwater.lab.calibrate.CalibrateOptions;
import io.breakwater.lab.calibrate.Calibration;
import io.breakwater.lab.calibrate.CalibrationException;
import io.breakwater.lab.calibrate.Calibrator;
import io.breakwater.lab.calibrate.PolicyRate;
import io.breakwater.lab.light.LightTarget;
import io.breakwater.lab.storm.StormBroker;
import io.breakwater.policy.LifecyclePolicy;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures C of a broker. */
@Command(
    name = "calibrate",
    description = "Measure C: how many connections per second a broker can authenticate.",
    sortOptions = false,
    customSynopsis = {
      "breakwater calibrate [OPTIONS]        a broker that is started for it",
      "       breakwater calibrate URL [OPTIONS]    a broker that is there"
    },
    parameterListHeading = "%n",
    optionListHeading =
        "%nOptions (D is a duration such as 20s, 500ms, 1m30s; defaults in parentheses):%n",
    footer = {
      "",
      "It makes more and more handshakes at a time, each hangs up when it is done, until"
          + " that makes it no faster. One more connection stays and measures its round trip:"
          + " when that reaches its bound, or the number of connections theirs, it stops, and C"
          + " is at least what it has seen. Credentials come from files, from BREAKWATER_NATS_..."
          + " variables or from a policy.",
      "",
      "Examples:",
      "  breakwater calibrate --auth bcrypt --json",
      "  breakwater calibrate nats://nats-0:4222 --user probe --password-file pw \\",
      "      --max-connections 8 --max-rtt 50ms --write breakwater.yaml",
      "  breakwater calibrate --policy breakwater.yaml --replicas 450",
      "",
      "Exit codes: 0 measured, 1 not measured (no broker, other credentials, aborted), 2"
          + " wrong usage or policy; 130 after Ctrl-C, 143 after SIGTERM."
    })
final class CalibrateCommand implements Callable<Integer> {
  /** Today's clients, and ours. */
  private static final List<Duration> CONNECT_TIMEOUTS =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(10));

  @Mixin HelpOption help;
  @Spec CommandSpec spec;
  @Mixin CalibrateTarget target;
  @Mixin BrokerOptions broker;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = "handshakes at a time, at most (32)")
  int maxConnections = CalibrateOptions.DEFAULTS.maxConnections();

  @Option(
      names = "--max-rtt",
      paramLabel = "D",
      description = "the round trip at which it stops (250ms)")
  Duration maxRoundTrip = CalibrateOptions.DEFAULTS.maxRoundTrip();

  @Option(
      names = "--round",
      paramLabel = "D",
      description = "how long each step and each of the five last rounds takes (2s)")
  Duration round = CalibrateOptions.DEFAULTS.round();

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "say what C means for so many connections (150)")
  int replicas = 150;

  @Option(
      names = "--connect-timeout",
      paramLabel = "D",
      description = "say what it means for clients that wait so long (2s and 10s)")
  Optional<Duration> connectTimeout;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "set fleet.connectRate in this policy; the rest of it stays as it is")
  Optional<Path> write;

  @Option(names = "--json", description = "print the result as JSON, alone on stdout")
  boolean json;

  @Override
  public Integer call() {
    Logging.quiet();
    CalibrateOptions options;
    try {
      options = check();
    } catch (IllegalArgumentException | BrokerException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    try (SignalInterrupt signal = new SignalInterrupt(Thread.currentThread())) {
      int status = measured(options);
      spec.commandLine().getOut().flush();
      spec.commandLine().getErr().flush();
      return status;
    }
  }

  private CalibrateOptions check() {
    broker.check();
    target.check();
    if (target.isGiven() && broker.given().isPresent()) {
      throw new IllegalArgumentException(
          broker.given().get() + " is for the broker that is started where no URL is given");
    }
    if (!target.isGiven() && target.option().isPresent()) {
      throw new IllegalArgumentException(target.option().get() + " needs a URL");
    }
    if (replicas < 1) {
      throw new IllegalArgumentException("--replicas: expected at least 1, got " + replicas);
    }
    write.ifPresent(CalibrateCommand::requirePolicy);
    if (!target.isGiven()) {
      var unused = NatsServerBinary.find();
    }
    return CalibrateOptions.DEFAULTS
        .withBounds(maxConnections, maxRoundTrip)
        .withRounds(CalibrateOptions.DEFAULTS.rounds(), round);
  }

  /** Found out now rather than when C is known. */
  private static void requirePolicy(Path file) {
    var unused = LifecyclePolicy.load(file, Map.of());
    if (!Files.isWritable(file)) {
      throw new IllegalArgumentException("--write " + file + ": cannot be written");
    }
  }

  private int measured(CalibrateOptions options) {
    try {
      return told(measure(options));
    } catch (InterruptedException e) {
      return failed("aborted", "interrupted");
    } catch (CalibrationException | BrokerException e) {
      return Thread.interrupted()
          ? failed("aborted", "interrupted")
          : failed("failed", String.valueOf(e.getMessage()));
    }
  }

  private Calibration measure(CalibrateOptions options) throws InterruptedException {
    if (target.isGiven()) {
      return measure(target.target(), options, Optional::empty);
    }
    try (StormBroker kind = StormBroker.of(broker.security(), List.of());
        NatsServer server = kind.start()) {
      progress().printf("calibrate: a broker of its own, %s%n", broker.text());
      return measure(kind.target(server), options, server::cpuTime);
    }
  }

  private Calibration measure(
      LightTarget at, CalibrateOptions options, Supplier<Optional<Duration>> brokerCpu)
      throws InterruptedException {
    try (DrillProgress progress = new DrillProgress(progress(), Terminal.isErr(), List.of())) {
      CalibrateListener steps =
          new CalibrateListener() {
            @Override
            public void step(String text, Duration time) {
              progress.phase(text, time);
            }
          };
      return Calibrator.run(at, options, steps, brokerCpu);
    }
  }

  private PrintWriter progress() {
    return spec.commandLine().getErr();
  }

  private PrintWriter forAPerson() {
    return json ? spec.commandLine().getErr() : spec.commandLine().getOut();
  }

  private int told(Calibration found) {
    List<String> meaning =
        connectTimeout.map(List::of).orElse(CONNECT_TIMEOUTS).stream()
            .map(timeout -> found.meaning(replicas, timeout))
            .toList();
    PrintWriter out = forAPerson();
    progress().println();
    out.println(CalibrationText.table(found));
    out.println();
    meaning.forEach(out::println);
    found.doubts().forEach(doubt -> JournalText.warning(doubt).forEach(out::println));
    write.ifPresent(
        file -> {
          PolicyRate.write(file, found.connectRate());
          out.printf("written: fleet.connectRate %s in %s%n", CalibrationText.rate(found), file);
        });
    if (json) {
      JsonOutput.print(
          spec.commandLine().getOut(),
          CalibrationText.json(found, meaning, write.map(Path::toString).orElse(null)));
    }
    return CommandLine.ExitCode.OK;
  }

  private int failed(String status, String message) {
    if (json) {
      JsonOutput.print(spec.commandLine().getOut(), CalibrationText.json(status, message));
    }
    spec.commandLine()
        .getErr()
        .println("breakwater: " + (status.equals("aborted") ? "aborted: " : "") + message);
    return CommandLine.ExitCode.SOFTWARE;
  }
}
