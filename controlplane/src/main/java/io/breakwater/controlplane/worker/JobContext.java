package io.breakwater.controlplane.worker;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a handler is to do.
 *
 * @param jobId the job; the same in all its attempts
 * @param attempt the number of the attempt, from 1
 * @param worker the id of the worker that makes it
 * @param topic what kind of work
 * @param payload what the client gave
 * @param labels what the client gave
 * @param deadline when the job ends in any case; null for never
 */
public record JobContext(
    String jobId,
    int attempt,
    String worker,
    String topic,
    JsonNode payload,
    Map<String, String> labels,
    @Nullable Instant deadline) {}
