package io.breakwater.controlplane.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a service is there.
 *
 * @param version see {@link Protocol#VERSION}
 * @param service gateway, scheduler, workflow-engine or worker
 * @param instance which one; a worker's is a token, see {@link Ids}
 * @param sequence counts from 1 since the process began
 * @param at when
 * @param intervalMillis when the next one is to be expected
 * @param worker what a worker can do; null for the other services
 */
public record Heartbeat(
    int version,
    String service,
    String instance,
    long sequence,
    Instant at,
    long intervalMillis,
    @Nullable WorkerStatus worker) {
  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public Heartbeat {
    Check.version(version);
    Check.present(service, "service");
    Check.present(instance, "instance");
    Check.present(at, "at");
    if (worker != null) {
      Ids.checkedToken(instance, "instance");
      Check.range(intervalMillis, 1, 3_600_000, "intervalMillis");
    }
  }
}
