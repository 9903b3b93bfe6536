package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.JobRequestBuilder;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A job as a caller describes it. */
final class JobForm {
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern LABEL = Pattern.compile("[^\\p{Cntrl}]{1,256}");

  private JobForm() {}

  /**
   * Returns the request that a body makes.
   *
   * @throws ProblemException with 400 and all that is wrong, with 413 if the payload is too large
   */
  static JobRequest read(JsonNode body, String id, String tenant, Instant now) {
    Fields fields = new Fields(body);
    Optional<String> topic =
        fields.required(
            "topic", fields.text("topic", TOPIC, "1 to 64 letters, digits, dashes or underscores"));
    JobRequestBuilder job = JobRequest.builder(id, topic.orElse("wrong")).tenant(tenant);
    fields.any("payload").ifPresent(payload -> job.payload(small(payload)));
    job.requirements(fields.texts("requirements", Limits.LABELS, LABEL, Limits.LABEL_CHARACTERS));
    job.labels(fields.texts("labels", Limits.LABELS, LABEL, Limits.LABEL_CHARACTERS));
    fields.integer("priority", 0, 9).ifPresent(n -> job.priority(n.intValue()));
    fields.integer("maxAttempts", 1, Limits.ATTEMPTS).ifPresent(n -> job.maxAttempts(n.intValue()));
    long longest = Limits.TIMEOUT.toMillis();
    Optional<Long> first = fields.integer("retryFirstMillis", 1, longest);
    Optional<Long> max = fields.integer("retryMaxMillis", 1, longest);
    retry(fields, job, first, max);
    fields
        .integer("timeoutMillis", 1, longest)
        .ifPresent(millis -> job.timeout(Duration.ofMillis(millis)));
    Optional<Instant> deadline = fields.instant("deadline");
    if (deadline.isPresent() && !deadline.get().isAfter(now)) {
      fields.refuse("deadline", "has passed");
    }
    deadline.ifPresent(job::deadline);
    fields.check();
    try {
      return job.submittedAt(now);
    } catch (ContractException e) {
      throw new ProblemException(ProblemType.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private static void retry(
      Fields fields, JobRequestBuilder job, Optional<Long> first, Optional<Long> max) {
    if (first.isEmpty() && max.isEmpty()) {
      return;
    }
    long longest = max.orElse(Math.max(first.orElse(0L), 60_000));
    long shortest = first.orElse(Math.min(1_000, longest));
    if (shortest > longest) {
      fields.refuse("retryFirstMillis", "expected at most retryMaxMillis, " + longest);
      return;
    }
    job.retry(Duration.ofMillis(shortest), Duration.ofMillis(longest));
  }

  private static JsonNode small(JsonNode payload) {
    if (Json.bytes(payload).length > Limits.PAYLOAD_BYTES) {
      throw new ProblemException(
          ProblemType.TOO_LARGE, "payload: expected at most " + Limits.PAYLOAD_BYTES + " bytes");
    }
    return payload;
  }
}
