package io.breakwater.controlplane.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.controlplane.Plane;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobTransitions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the records of open jobs may take. */
class KeptRecordsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  private final KeptRecords records = new KeptRecords();

  private static JobRecord stored() {
    return JobTransitions.accepted(Plane.job("echo").maxAttempts(20).submittedAt(NOW), NOW);
  }

  private OpenJob keptNew() {
    JobRecord record = stored();
    OpenJob job = new OpenJob(record.request(), 1);
    job.is(record, 1);
    records.keep(job);
    return job;
  }

  private static JobRecord failedOnce(JobRecord record) {
    JobRecord given = JobTransitions.dispatched(record, "w1", NOW).orElseThrow();
    return JobTransitions.lost(given, given.attempt(), Duration.ZERO, NOW).orElseThrow();
  }

  /** Only its submission was counted, once. */
  @Test
  void recordThatGrowsWithItsAttempts_isMeasuredAgain() {
    OpenJob job = keptNew();
    JobRecord record = stored();
    long first = records.bytes();
    for (int i = 0; i < 10; i++) {
      record = failedOnce(record);
      job.is(record, i + 2);
      records.keep(job);
    }
    assertThat(records.bytes()).isGreaterThan(2 * first);
    records.forget(job);
    assertThat(records.bytes()).isZero();
  }

  @Test
  void moreThanThereIsRoomFor_isPutAside_untilOthersAreForgotten() {
    OpenJob first = keptNew();
    OpenJob last = keptNew();
    while (last.record != null) {
      last = keptNew();
    }
    assertThat(records.bytes()).isLessThanOrEqualTo(16 << 20).isGreaterThan(15 << 20);
    records.forget(first);
    last.is(stored(), 2);
    records.keep(last);
    assertThat(last.record).isNotNull();
  }
}
