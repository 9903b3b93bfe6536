package io.breakwater.controlplane.store;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;

/** The key-value buckets. */
public enum Bucket {
  /** Job records by job id. */
  JOBS("jobs"),
  /** A marker for each job that has not ended. */
  OPEN_JOBS("open-jobs"),
  /** Workflow definitions by id and version. */
  WORKFLOWS("workflows"),
  /** Run records by run id. */
  RUNS("runs"),
  /** A marker for each run that has not ended. */
  OPEN_RUNS("open-runs"),
  /** Who is active. */
  LEASES("leases");

  private final String text;

  Bucket(String text) {
    this.text = text;
  }

  /** Returns the bucket's name. */
  public String bucketName() {
    return text;
  }

  /** Returns the name of the stream behind the bucket. */
  public String stream() {
    return "KV_" + text;
  }

  /** Returns the subject of a key; a key may have wildcards where a filter is wanted. */
  public String subject(String key) {
    return "$KV." + text + "." + key;
  }

  /** Returns the key of a subject. */
  public String key(String subject) {
    return subject.substring(subject("").length());
  }

  /**
   * What NATS makes of a bucket, but that messages may be deleted: a record is taken away by its
   * revision and leaves nothing behind, where NATS's own delete leaves a tombstone for each key
   * that there ever was.
   */
  StreamConfiguration configuration(int replicas) {
    // No age: what is not told is left to whoever runs the broker.
    return StreamConfiguration.builder()
        .name(stream())
        .subjects(subject(">"))
        .maxMessagesPerSubject(1)
        .discardPolicy(DiscardPolicy.New)
        .storageType(StorageType.File)
        .replicas(replicas)
        .allowRollup(true)
        .allowDirect(true)
        .build();
  }
}
