package io.breakwater.controlplane.workflow;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.client.MessageId;
import io.breakwater.client.MessageTooLargeException;
import io.breakwater.controlplane.contract.CancelRequest;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Protocol;
import io.breakwater.controlplane.contract.Subjects;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands jobs to the scheduler, and asks it to stop them. Thread-safe. What gets lost on the way is
 * noticed by whoever looks after the jobs of a quiet run.
 */
final class JobDesk {
  private static final Logger log = LoggerFactory.getLogger(JobDesk.class);
  private static final Duration CANCEL_LIMIT = Duration.ofSeconds(2);

  private final Bus bus;
  private final String instance;

  /** What the outbox has: it is sent again and again as it is. */
  private final Set<String> sending = ConcurrentHashMap.newKeySet();

  JobDesk(Bus bus, String instance) {
    this.bus = bus;
    this.instance = instance;
  }

  /**
   * Sends a job, unless it is on its way.
   *
   * @throws InputException if it will never get through
   */
  void send(JobRequest job) throws InputException {
    if (!sending.add(job.id())) {
      return;
    }
    try {
      var unused =
          bus.outbox()
              .send(Subjects.JOB_SUBMIT, Json.bytes(job), MessageId.of(job.id()))
              .whenComplete(
                  (receipt, failure) -> {
                    sending.remove(job.id());
                    if (failure != null) {
                      log.warn("{} - job {} not sent: {}", instance, job.id(), failure.toString());
                    }
                  });
    } catch (MessageTooLargeException e) {
      sending.remove(job.id());
      throw new InputException(String.valueOf(e.getMessage()));
    } catch (BusException e) {
      sending.remove(job.id());
      log.warn("{} - job {} not sent: {}", instance, job.id(), e.getMessage());
    }
  }

  /**
   * Asks the active scheduler to stop a job; best effort.
   *
   * @param sent the job as it was sent, which a scheduler that has not taken it yet takes as
   *     cancelled; null if it cannot be told
   */
  void cancel(String job, @Nullable JobRequest sent, String because) {
    CancelRequest request =
        new CancelRequest(Protocol.VERSION, job, "workflow-engine", because, sent);
    try {
      var unused =
          bus.request(Subjects.JOB_CANCEL, Json.bytes(request), CANCEL_LIMIT)
              .whenComplete(
                  (reply, failure) -> {
                    if (failure != null) {
                      log.debug("{} - cancel {}: {}", instance, job, failure.toString());
                    }
                  });
    } catch (BusException e) {
      log.debug("{} - cancel {}: {}", instance, job, e.getMessage());
    }
  }
}
