package io.breakwater.cli;

import io.breakwater.journal.Journal;
import io.breakwater.lab.drill.Drill;
import io.breakwater.lab.drill.DrillListener;
import io.breakwater.policy.PolicyException;
import io.breakwater.simulator.SimulatedStorm;
import io.breakwater.simulator.StormModel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A storm without a broker. */
@Command(
    name = "simulate",
    description =
        "Simulate a storm: the schedules of the client, up to millions of them, and a broker of"
            + " which C is known.",
    sortOptions = false,
    customSynopsis = "breakwater simulate --connect-rate C | --calibration FILE [OPTIONS]",
    optionListHeading =
        "%nOptions (D is a duration such as 20s, 500ms, 1m30s; defaults in parentheses):%n",
    footer = {
      "",
      "Journal and report are those of drill storm, so that compare can lay both side by side;"
          + " each arm says that it is simulated. The same options and seed yield the same"
          + " figures. What the model has and what it leaves out: docs/simulate.md.",
      "",
      "Examples:",
      "  breakwater simulate --replicas 150 --connect-rate 15 --connect-timeout 2s \\",
      "      --arm jitter --arm spread --json",
      "  breakwater simulate --replicas 1000000 --connect-rate 10000 --outage 10m \\",
      "      --arm spread",
      "  breakwater simulate --calibration docs/results/storm/150-bcrypt-2s \\",
      "      --arm spread-c-times-4 --arm spread --limit 5m",
      "  breakwater simulate --connect-rate 15 --arm jitter --arm spread --runs 200",
      "  breakwater simulate --servers 3 --lose 1 --auth-demand 130ms --arm spread",
      "",
      "Exit codes: 0 the candidate came back, 1 it did not, or aborted, 2 wrong usage,"
          + " policy or calibration; 130 after Ctrl-C, 143 after SIGTERM, both with a journal"
          + " that says aborted."
    })
final class SimulateCommand implements Callable<Integer> {
  private static final String NAME = "simulate";

  @Mixin HelpOption help;
  @Spec CommandSpec spec;
  @Mixin SimulateSettings settings;
  @Mixin RunOutput output;

  @Override
  public Integer call() {
    Logging.silent();
    Path folder = output.folder(NAME);
    DrillSession session = new DrillSession(spec.commandLine(), output);
    DrillRun run;
    try {
      settings.check();
      StormModel model = settings.model();
      SimulatedStorm storm =
          new SimulatedStorm(model, settings.runs, settings.tier.origin(), settings.command());
      run = new DrillRun(new Simulated(storm), settings.opening(model), folder, List.of());
      RunFolder.prepare(folder);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (PolicyException e) {
      return session.refused(SimulatedStorm.DRILL, folder, String.valueOf(e.getMessage()));
    }
    return session.run(List.of(run), journals -> JournalJson.of(journals.get(0)));
  }

  /** The simulation in the place of the drill. */
  private record Simulated(SimulatedStorm storm) implements Drill {
    @Override
    public String name() {
      return SimulatedStorm.DRILL;
    }

    @Override
    public Journal run(DrillListener listener) {
      return storm.run(
          new SimulatedStorm.Listener() {
            @Override
            public void armStarted(String arm, int number, int of) {
              listener.armStarted(arm, number, of);
            }

            @Override
            public void armEnded(String arm, String finding) {
              listener.armEnded(arm, finding);
            }
          });
    }
  }
}
