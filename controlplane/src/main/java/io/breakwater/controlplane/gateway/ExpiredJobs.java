package io.breakwater.controlplane.gateway;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.client.DeliveryListener;
import io.breakwater.client.MessageId;
import io.breakwater.client.Undelivered;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Subjects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job that was accepted onto the disk does not expire because an outage is longer than {@code
 * outbox.maxAge}: it is handed to the outbox again. That it may be in the stream twice does no
 * harm, for the scheduler creates one record for one id.
 */
final class ExpiredJobs implements DeliveryListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ExpiredJobs.class);

  private final Bus bus;
  private final ExecutorService sender =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "breakwater-gateway-resend");
            thread.setDaemon(true);
            return thread;
          });

  ExpiredJobs(Bus bus) {
    this.bus = bus;
  }

  @Override
  public void undelivered(Undelivered lost) {
    if (lost.cause() != Undelivered.Cause.EXPIRED
        || !lost.message().getSubject().equals(Subjects.JOB_SUBMIT)) {
      return;
    }
    try {
      sender.execute(() -> again(lost.message().getData()));
    } catch (RejectedExecutionException e) {
      log.error("gateway: a job expired while the gateway was stopping");
    }
  }

  private void again(byte[] body) {
    try {
      String id = Json.read(body, JobRequest.class).id();
      var unused = bus.outbox().send(Subjects.JOB_SUBMIT, body, MessageId.of(id));
      log.warn("gateway: job {} has waited for the broker for long, and waits on", id);
    } catch (BusException | ContractException e) {
      log.error("gateway: an accepted job could not be held any longer: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    sender.shutdown();
  }
}
