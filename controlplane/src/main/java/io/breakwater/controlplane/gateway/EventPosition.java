package io.breakwater.controlplane.gateway;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far somebody has heard: the revision of the last change of a job, and of a run. It is the id
 * of an event.
 *
 * @param jobs revision in the bucket of jobs; 0 for nothing
 * @param runs revision in the bucket of runs; 0 for nothing
 */
record EventPosition(long jobs, long runs) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

  static Optional<EventPosition> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new EventPosition(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  EventPosition withJobs(long revision) {
    return new EventPosition(revision, runs);
  }

  EventPosition withRuns(long revision) {
    return new EventPosition(jobs, revision);
  }

  @Override
  public String toString() {
    return jobs + "-" + runs;
  }
}
