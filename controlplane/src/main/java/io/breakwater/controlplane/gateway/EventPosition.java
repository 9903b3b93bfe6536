package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.store.Bucket;
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

  /** Returns it with the revision of one of the two buckets. */
  EventPosition with(Bucket bucket, long revision) {
    return bucket == Bucket.JOBS
        ? new EventPosition(revision, runs)
        : new EventPosition(jobs, revision);
  }

  @Override
  public String toString() {
    return jobs + "-" + runs;
  }
}
