package io.breakwater.controlplane.workflow;

import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Limits;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.contract.RunStep;
import io.breakwater.controlplane.workflow.expression.BoundedText;
import io.breakwater.controlplane.workflow.expression.ExpressionException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Makes the jobs of steps. Made twice, a job has the same id and the same payload. */
final class JobRequests {
  private JobRequests() {}

  /**
   * Returns a job.
   *
   * @throws InputException if the step cannot be given to a worker
   */
  static JobRequest of(
      StepGraph graph, RunRecord run, StepDefinition step, int item, StepInputs inputs, Instant now)
      throws InputException, InterruptedException {
    @Nullable Integer index = step.index(item);
    try {
      JsonNode payload = bounded(inputs.payload(graph, run, step, item));
      return JobRequest.builder(
              RunRecord.jobId(run.id(), step.name(), index), Objects.requireNonNull(step.topic()))
          .payload(payload)
          .requirements(step.requirements())
          .priority(step.priority())
          .maxAttempts(step.retries().maxAttempts())
          .retry(step.retries().backoff(), step.retries().maxBackoff())
          .timeout(step.timeout())
          .tenant(run.tenant())
          .run(new RunStep(run.id(), step.name(), index))
          .submittedAt(now);
    } catch (ExpressionException | ContractException | JacksonException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
  }

  private static JsonNode bounded(JsonNode payload) throws InputException {
    // Before it is written: what is far too deep cannot be.
    Json.check(payload, "payload");
    Optional<String> text = BoundedText.of(payload, Limits.PAYLOAD_BYTES);
    if (text.isEmpty() || Json.bytes(payload).length > Limits.PAYLOAD_BYTES) {
      throw new InputException(
          "payload: expected at most " + Limits.PAYLOAD_BYTES + " bytes of JSON");
    }
    return payload;
  }
}
