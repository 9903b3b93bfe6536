package io.breakwater.controlplane.store;

import io.breakwater.controlplane.contract.Subjects;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;

/**
 * The streams of messages. What is acknowledged stays for a while, until {@link Acknowledged} takes
 * it away: nats-server's own work queues, which delete with each acknowledgement, lose messages
 * where there are copies. A copy that hears of the acknowledgement before the message has it
 * deleted everywhere; each copy that is behind then throws away all it has and begins anew (2.9.10,
 * 969 times in 18 minutes of chaos); and when two of three do, what they had acknowledged is gone.
 */
public enum Streams {
  /** New jobs, until a scheduler has taken them. */
  SUBMIT(Subjects.JOB_SUBMIT),
  /** Results, until a scheduler has taken them. */
  RESULT(Subjects.JOB_RESULT),
  /** Attempts, until their worker has done them. */
  DISPATCH(Subjects.DISPATCH_ALL),
  /** Dead letters, until somebody deletes them. */
  DLQ(Subjects.JOB_DEAD_LETTER);

  /** As long as an outbox sends again unless its policy says more. */
  private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);

  private final String subject;

  Streams(String subject) {
    this.subject = subject;
  }

  /** Returns the name of the stream. */
  public String stream() {
    return name();
  }

  StreamConfiguration configuration(int replicas) {
    return StreamConfiguration.builder()
        .name(name())
        .subjects(subject)
        .retentionPolicy(RetentionPolicy.Limits)
        .storageType(StorageType.File)
        .replicas(replicas)
        .duplicateWindow(DUPLICATE_WINDOW)
        .build();
  }
}
