package io.breakwater.benchmarks;

import io.breakwater.broker.NatsServerBinary;
import io.breakwater.journal.Environment;
import io.nats.client.Nats;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that runs the benchmarks: the table on stdout, progress on stderr. */
@Command(
    name = "benchmarks",
    description =
        "Measures what the bus costs, beside plain jnats, on a real broker; and the simulator.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Medians over the rounds; the ratio is the median of the rounds' own ratios.",
      "Exit codes: 0 all bounds held, 1 one did not or a benchmark failed, 2 wrong usage."
    })
final class Benchmarks implements Callable<Integer> {

  /** What can be run, in this order. */
  enum Name {
    publish,
    probe,
    attempt,
    simulate;

    Benchmark benchmark() {
      return switch (this) {
        case publish -> new PublishRun();
        case probe -> new ProbeRun();
        case attempt -> new AttemptRun();
        case simulate -> new SimulateRun();
      };
    }
  }

  @Parameters(
      paramLabel = "NAME",
      description = "Which to run: ${COMPLETION-CANDIDATES}; all by default.")
  private List<Name> names = List.of(Name.values());

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "N",
      description = "How often the sides are measured in turn (default ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(names = "--out", paramLabel = "FILE", description = "Where to write the results as JSON.")
  private @Nullable Path out;

  @Spec private @Nullable CommandSpec spec;

  private Benchmarks() {}

  /** Runs what the arguments name and ends the process with the exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Benchmarks());
  }

  @Override
  public Integer call() throws Exception {
    if (rounds < 1 && spec != null) {
      throw new ParameterException(spec.commandLine(), "--rounds: expected at least 1: " + rounds);
    }
    Instant start = Instant.now();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Environment environment =
        Environment.detect(NatsServerBinary.find().version(), Nats.CLIENT_VERSION, null);
    List<Comparison> comparisons = new ArrayList<>();
    for (Name name : names) {
      comparisons.addAll(name.benchmark().run(Settings.of(rounds)));
    }
    boolean held = comparisons.stream().allMatch(Comparison::held);
    Results results =
        new Results(start, environment, load < 0 ? null : load, held, List.copyOf(comparisons));
    System.out.println(results.table());
    if (out != null) {
      results.write(out);
    }
    return held ? 0 : 1;
  }
}
