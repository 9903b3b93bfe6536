package io.breakwater.controlplane.worker;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Does the work of a topic. */
@FunctionalInterface
public interface JobHandler {
  /**
   * Does one attempt of a job. May be called again for the same job: by another attempt, or for the
   * same one after the process has ended in the middle. The thread is interrupted when the attempt
   * has taken too long, when somebody cancelled the job, and when the worker stops.
   *
   * @return the result; null is JSON's null
   * @throws JobRejectedException if no other attempt would succeed
   * @throws Exception if another attempt may succeed
   */
  @Nullable JsonNode handle(JobContext job) throws Exception;
}
