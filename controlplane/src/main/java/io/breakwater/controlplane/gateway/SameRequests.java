package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the latest jobs with an idempotency key were, so that another body under the same key is
 * told from the same request again while nobody can be asked. Thread-safe.
 */
final class SameRequests {
  private static final int MOST = 20_000;

  private final Map<String, String> digests = new LinkedHashMap<>(16, 0.75f, true);

  /** What is known of a request. */
  enum Known {
    SAME,
    ANOTHER,
    UNKNOWN
  }

  /** Notes what a job was. */
  synchronized void accepted(JobRequest job) {
    digests.put(job.id(), digest(job));
    var eldest = digests.keySet().iterator();
    while (digests.size() > MOST) {
      eldest.next();
      eldest.remove();
    }
  }

  /** Forgets a job that was refused: its key is free. */
  synchronized void refused(String id) {
    digests.remove(id);
  }

  /** Compares a request with what its key stood for before. */
  synchronized Known compare(JobRequest job) {
    String before = digests.get(job.id());
    if (before == null) {
      return Known.UNKNOWN;
    }
    return before.equals(digest(job)) ? Known.SAME : Known.ANOTHER;
  }

  /** Returns what tells a request from others: the same for the same one, whenever it is made. */
  static String digest(JobRequest job) {
    JobRequest timeless =
        new JobRequest(
            job.version(),
            job.id(),
            job.topic(),
            job.payload(),
            job.requirements(),
            job.labels(),
            job.priority(),
            job.maxAttempts(),
            job.retryFirstMillis(),
            job.retryMaxMillis(),
            job.timeoutMillis(),
            job.deadline(),
            job.tenant(),
            Instant.EPOCH,
            job.run(),
            job.retryOf());
    return IdempotencyKey.derive("body", new String(Json.bytes(timeless), StandardCharsets.UTF_8));
  }
}
