package io.breakwater.controlplane.scheduler;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.client.MessageId;
import io.breakwater.controlplane.contract.DeadLetter;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.store.UnreadableException;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A record that cannot be read becomes a dead letter, as a message that cannot be does. */
final class UnreadableLetter {
  private static final Logger log = LoggerFactory.getLogger(UnreadableLetter.class);

  private UnreadableLetter() {}

  /**
   * Sends it once: if it does not get through, the job's marker is there, and is looked at again.
   */
  static void send(Bus bus, Loop loop, String id, UnreadableException why, Runnable buried) {
    // A header has nothing else.
    String words = ("unreadable: " + why.getMessage()).replaceAll("[^\\x20-\\x7e]", "?");
    Headers reason = new Headers().put("Breakwater-Reason", words);
    MessageId letter = MessageId.of(DeadLetter.messageId(id));
    try {
      var unused =
          bus.outbox()
              .send(Subjects.JOB_DEAD_LETTER, why.value(), reason, letter)
              .whenComplete((receipt, failure) -> loop.execute(() -> sent(id, failure, buried)));
    } catch (BusException e) {
      log.warn("job {}: no dead letter yet: {}", id, e.getMessage());
    }
  }

  private static void sent(String id, @Nullable Throwable failure, Runnable buried) {
    if (failure == null) {
      buried.run();
    } else {
      log.warn("job {}: no dead letter yet: {}", id, failure.getMessage());
    }
  }
}
