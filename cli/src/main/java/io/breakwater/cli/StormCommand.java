package io.breakwater.cli;

import io.breakwater.broker.BrokerException;
import io.breakwater.broker.NatsServerBinary;
import io.breakwater.lab.storm.StormDrill;
import io.breakwater.policy.PolicyException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A whole fleet loses a broker for which each connection is work. */
@Command(
    name = StormDrill.NAME,
    hidden = true, // The help of drill tells of it where it tells of all drills.
    description =
        "Break a real broker under a whole fleet of connections, and compare how it comes back.",
    sortOptions = false,
    customSynopsis = "breakwater drill storm [OPTIONS]",
    optionListHeading =
        "%nOptions (D is a duration such as 20s, 500ms, 1m30s; defaults in parentheses):%n",
    footer = {
      "",
      "First C is measured: how many connections the broker can authenticate per second. No"
          + " schedule brings N of them back sooner than N/C, the bound. Then, for each arm in"
          + " turn, a fresh broker is started, all replicas connect, the broker is killed and"
          + " returns after the outage. A wave collapses when wave / C exceeds the connect"
          + " timeout: all handshakes are half done when their clients hang up.",
      "",
      "The folder of a run has journal.json (all figures), report.html (opens without a"
          + " network) and events.jsonl (each attempt).",
      "",
      "Examples:",
      "  breakwater drill storm --replicas 150 --auth bcrypt --connect-timeout 2s \\",
      "      --outage 3s --arm jitter --arm full-jitter --arm spread --limit 60s --json",
      "  breakwater drill storm --clients bus --arm spread",
      "  breakwater drill storm --arm jnats:jitter --arm bus:spread",
      "  breakwater drill storm --replicas 10000 --auth none --arm jitter --arm spread",
      "",
      "Exit codes: 0 completed and every arm of shape spread came back (the others are"
          + " shown for what they are), 1 failed or aborted, 2 wrong"
          + " usage or configuration, or more replicas than file descriptors; 130 after"
          + " Ctrl-C, 143 after SIGTERM, both with a journal that says aborted."
    })
final class StormCommand implements Callable<Integer> {
  @Mixin HelpOption help;
  @Spec CommandSpec spec;
  @Mixin StormSettings settings;
  @Mixin RunOutput output;

  @Override
  public Integer call() {
    Logging.silent();
    Path folder = output.folder(StormDrill.NAME);
    DrillSession session = new DrillSession(spec.commandLine(), output);
    DrillRun run;
    try {
      check();
      run =
          new DrillRun(
              new StormDrill(settings.options(), folder), settings.opening(), folder, List.of());
      RunFolder.prepare(folder);
    } catch (IllegalArgumentException | BrokerException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (PolicyException e) {
      return session.refused(StormDrill.NAME, folder, String.valueOf(e.getMessage()));
    }
    return session.run(List.of(run), journals -> JournalJson.of(journals.get(0)));
  }

  private void check() {
    OptionsBefore.refuse(spec, "storm");
    settings.check();
    // Found out now rather than by the first arm.
    var unused = NatsServerBinary.find();
  }
}
