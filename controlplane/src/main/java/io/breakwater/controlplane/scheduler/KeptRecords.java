package io.breakwater.controlplane.scheduler;

import io.breakwater.controlplane.contract.JobError;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.Json;
import java.util.Map;

/**
 * Of which open jobs the records are kept, whatever the jobs wait for: those of the others are read
 * again when they are needed. Belongs to the loop.
 */
final class KeptRecords {
  /** So much memory is kept for records, whose payloads are texts and not trees. */
  private static final long MOST_BYTES = 16 << 20;

  /** What a record takes without what its submitter has put into it, more or less. */
  private static final int RECORD_BYTES = 1_500;

  /** What an entry of a map takes beside its text. */
  private static final int ENTRY_BYTES = 100;

  /** What a transition takes: a time, a worker and a reason. */
  private static final long TRANSITION_BYTES = 200;

  private long bytes;

  /** Keeps the record that a job has, or puts it aside if there is no room for it. */
  void keep(OpenJob job) {
    forget(job);
    JobRecord record = job.record;
    if (record == null) {
      return;
    }
    long size = size(record);
    if (bytes + size > MOST_BYTES) {
      job.record = null;
    } else {
      job.keptBytes = size;
      bytes += size;
    }
  }

  /** Its record is not kept any more. */
  void forget(OpenJob job) {
    bytes -= job.keptBytes;
    job.keptBytes = 0;
  }

  /** Returns what all that is kept takes, in bytes more or less. */
  long bytes() {
    return bytes;
  }

  private static long size(JobRecord record) {
    JobError error = record.error();
    return size(record.request())
        + TRANSITION_BYTES * record.history().size()
        + (error == null || error.message() == null ? 0 : 2L * error.message().length());
  }

  private static long size(JobRequest request) {
    return RECORD_BYTES
        + Json.footprint(request.payload())
        + size(request.labels())
        + size(request.requirements());
  }

  private static long size(Map<String, String> texts) {
    long size = 0;
    for (Map.Entry<String, String> text : texts.entrySet()) {
      size += ENTRY_BYTES + 2L * (text.getKey().length() + text.getValue().length());
    }
    return size;
  }
}
