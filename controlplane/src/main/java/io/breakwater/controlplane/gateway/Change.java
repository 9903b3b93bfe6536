package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.store.Bucket;

/**
 * That a job or a run has changed, as a client hears of it.
 *
 * @param bucket which of the two
 * @param revision its revision
 * @param json what a list shows of it: a text of some hundred bytes, whatever the record has
 */
record Change(Bucket bucket, long revision, String json) {
  /** Returns the name of the event. */
  String kind() {
    return bucket == Bucket.JOBS ? "job" : "run";
  }

  /** Returns how far somebody has heard who has heard of this. */
  EventPosition after(EventPosition before) {
    return before.with(bucket, revision);
  }
}
