package io.breakwater.cli;

import io.breakwater.lab.services.ServicesKind;
import io.breakwater.lab.services.ServicesOptions;
import io.breakwater.policy.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The load of a drill on running services. */
final class ServicesSettings {
  private static final int JOBS = 200;
  private static final int JOBS_PER_SECOND = 4;
  private static final int JOBS_PER_RUN = 10;
  private static final Duration DURATION = Duration.ofMinutes(3);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Option(
      names = "--load-jobs",
      paramLabel = "N",
      description =
          "with --services: jobs over the drill (200; chaos: 4 a second); where faults follow each"
              + " other, about so many")
  Optional<Integer> jobs;

  @Option(
      names = "--load-runs",
      paramLabel = "N",
      description = "with --services: the same for runs of workflows (a tenth of the jobs)")
  Optional<Integer> runs;

  /**
   * What a drill on services has beside its load.
   *
   * @param outage how long what is broken stays so
   * @param duration how long faults follow each other
   * @param limit how long coming back may take
   * @param seed of all that is random
   */
  record Times(
      Optional<Duration> outage,
      Optional<Duration> duration,
      Optional<Duration> limit,
      Optional<Long> seed) {}

  /**
   * Returns the options of a drill.
   *
   * @throws IllegalArgumentException if they are out of range; the message is one line
   */
  ServicesOptions options(ServicesKind kind, Times times, Path folder) {
    Duration duration = times.duration().orElse(DURATION);
    int most =
        jobs.orElseGet(
            () ->
                kind == ServicesKind.CHAOS
                    ? (int) Math.max(1, Math.min(1_000_000, JOBS_PER_SECOND * duration.toSeconds()))
                    : JOBS);
    return new ServicesOptions(
        kind,
        most,
        runs.orElse(most / JOBS_PER_RUN),
        times.outage().orElse(kind.outage()),
        duration,
        times.limit().orElse(LIMIT),
        times.seed().orElse(1L),
        folder,
        command(kind, times));
  }

  /** Returns the command line that repeats the run, without what is the default anyway. */
  private String command(ServicesKind kind, Times times) {
    List<String> words = new ArrayList<>(List.of("./breakwater", "drill", kind.text()));
    if (kind.shared()) {
      words.add(ServicesSwitch.OPTION);
    }
    add(words, "--load-jobs", jobs.map(Object::toString));
    add(words, "--load-runs", runs.map(Object::toString));
    add(words, "--outage", times.outage().map(DurationText::format));
    add(words, "--duration", times.duration().map(DurationText::format));
    add(words, "--limit", times.limit().map(DurationText::format));
    add(words, "--seed", times.seed().map(Object::toString));
    return String.join(" ", words);
  }

  private static void add(List<String> words, String option, Optional<String> value) {
    value.ifPresent(text -> words.addAll(List.of(option, text)));
  }
}
