package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.store.Bucket;
import java.util.Optional;

/**
 * What somebody wants to hear of.
 *
 * @param jobs which keys of the bucket of jobs, with NATS's wildcards; empty for none
 * @param runs which keys of the bucket of runs; empty for none
 * @param tenant whose
 * @param all if it is everything of the tenant, and not one thing
 */
record EventScope(Optional<String> jobs, Optional<String> runs, String tenant, boolean all) {
  static EventScope everything(String tenant) {
    return new EventScope(Optional.of(">"), Optional.of(">"), tenant, true);
  }

  static EventScope job(String id, String tenant) {
    return new EventScope(Optional.of(id), Optional.empty(), tenant, false);
  }

  /** A run, and the jobs of its steps. */
  static EventScope run(String id, String tenant) {
    return new EventScope(Optional.of(id + ".>"), Optional.of(id), tenant, false);
  }

  /** Returns if a record may be one of these. */
  boolean has(Bucket bucket, String key) {
    return (bucket == Bucket.JOBS ? jobs : runs)
        .filter(
            wanted ->
                wanted.endsWith(">")
                    ? key.startsWith(wanted.substring(0, wanted.length() - 1))
                    : wanted.equals(key))
        .isPresent();
  }
}
