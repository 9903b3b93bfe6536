package io.breakwater.controlplane.contract;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * All that is known of a run: the value in the bucket {@code runs}. Who starts a run creates it
 * with {@link #started}, after its marker; from then on only the workflow engine changes it.
 *
 * @param version see {@link Protocol#VERSION}
 * @param id names the run
 * @param workflow which workflow it is a run of
 * @param definitionVersion which version of it; stays the same for the whole run
 * @param tenant whose run it is
 * @param input what it was started with, any JSON
 * @param state where it is
 * @param ending the state that it will end in when the jobs that are under way have ended; no step
 *     begins any more. Null while nothing stands in the way of its success
 * @param error why it did not, or will not, succeed; null if nothing is wrong
 * @param steps its steps by name, in the order of the definition; empty until the engine has begun
 * @param createdAt when it was started
 * @param updatedAt when it changed last
 * @param endedAt when it ended; null before
 * @param deadline when it takes too long; null if it may take for ever, or has not begun
 * @param pausedUntil the end of the latest outage by which the deadline was put off; null for none
 */
public record RunRecord(
    int version,
    String id,
    String workflow,
    int definitionVersion,
    String tenant,
    JsonNode input,
    RunState state,
    @Nullable RunState ending,
    @Nullable JobError error,
    Map<String, StepRecord> steps,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant endedAt,
    @Nullable Instant deadline,
    @Nullable Instant pausedUntil) {
  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public RunRecord {
    Check.version(version);
    Ids.checkedId(id, "id");
    Ids.checkedToken(workflow, "workflow");
    Check.range(definitionVersion, 1, Integer.MAX_VALUE, "definitionVersion");
    Check.present(tenant, "tenant");
    input = input == null || input.isMissingNode() ? JsonNodeFactory.instance.nullNode() : input;
    Check.present(state, "state");
    steps = steps == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    Check.present(createdAt, "createdAt");
    Check.present(updatedAt, "updatedAt");
  }

  /** Returns a run that the engine has not seen yet. */
  public static RunRecord started(
      String id,
      String workflow,
      int definitionVersion,
      String tenant,
      JsonNode input,
      Instant at) {
    return new RunRecord(
        Protocol.VERSION,
        id,
        workflow,
        definitionVersion,
        tenant,
        input,
        RunState.RUNNING,
        null,
        null,
        Map.of(),
        at,
        at,
        null,
        null,
        null);
  }

  /**
   * Returns the id of a job of a run.
   *
   * @param index the number of the item in a fan-out; null for a step without one
   */
  public static String jobId(String runId, String step, @Nullable Integer index) {
    return runId + "." + step + (index == null ? "" : "." + index);
  }
}
