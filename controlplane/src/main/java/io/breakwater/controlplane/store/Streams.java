package io.breakwater.controlplane.store;

import io.breakwater.controlplane.contract.Subjects;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;

/** The streams of messages. */
public enum Streams {
  /** New jobs, until a scheduler has taken them. */
  SUBMIT(Subjects.JOB_SUBMIT, RetentionPolicy.WorkQueue),
  /** Results, until a scheduler has taken them. */
  RESULT(Subjects.JOB_RESULT, RetentionPolicy.WorkQueue),
  /** Attempts, until their worker has done them. */
  DISPATCH(Subjects.DISPATCH_ALL, RetentionPolicy.WorkQueue),
  /** Dead letters, until somebody deletes them. */
  DLQ(Subjects.JOB_DEAD_LETTER, RetentionPolicy.Limits);

  /** As long as an outbox sends again unless its policy says more. */
  private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);

  private final String subject;
  private final RetentionPolicy retention;

  Streams(String subject, RetentionPolicy retention) {
    this.subject = subject;
    this.retention = retention;
  }

  /** Returns the name of the stream. */
  public String stream() {
    return name();
  }

  StreamConfiguration configuration(int replicas) {
    return StreamConfiguration.builder()
        .name(name())
        .subjects(subject)
        .retentionPolicy(retention)
        .storageType(StorageType.File)
        .replicas(replicas)
        .duplicateWindow(DUPLICATE_WINDOW)
        .build();
  }
}
