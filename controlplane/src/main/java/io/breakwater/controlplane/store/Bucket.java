package io.breakwater.controlplane.store;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;

/** The key-value buckets. */
public enum Bucket {
  /** Job records by job id. */
  JOBS("jobs", Duration.ZERO),
  /** A marker for each job that has not ended. */
  OPEN_JOBS("open-jobs", Duration.ZERO),
  /** Workflow definitions by id and version. */
  WORKFLOWS("workflows", Duration.ZERO),
  /** Run records by run id. */
  RUNS("runs", Duration.ZERO),
  /** A marker for each run that has not ended. */
  OPEN_RUNS("open-runs", Duration.ZERO),
  /** Which job an idempotency key stands for; forgotten after a day. */
  IDEMPOTENCY("idempotency", Duration.ofHours(24)),
  /** Who is active. */
  LEASES("leases", Duration.ZERO);

  private final String text;
  private final Duration maxAge;

  Bucket(String text, Duration maxAge) {
    this.text = text;
    this.maxAge = maxAge;
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
    StreamConfiguration.Builder stream =
        StreamConfiguration.builder()
            .name(stream())
            .subjects(subject(">"))
            .maxMessagesPerSubject(1)
            .discardPolicy(DiscardPolicy.New)
            .storageType(StorageType.File)
            .replicas(replicas)
            .allowRollup(true)
            .allowDirect(true);
    // What is not told is left to whoever runs the broker.
    return (maxAge.isZero() ? stream : stream.maxAge(maxAge)).build();
  }
}
