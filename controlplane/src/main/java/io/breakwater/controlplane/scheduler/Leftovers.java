package io.breakwater.controlplane.scheduler;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.controlplane.contract.Subjects;
import io.breakwater.controlplane.store.Streams;
import io.nats.client.JetStreamApiException;
import io.nats.client.PurgeOptions;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a lost worker has not begun would wait for it for ever, or be done twice when it is back.
 */
final class Leftovers {
  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

  private Leftovers() {}

  /** Takes the attempts away that wait for a worker; best effort. Blocks. */
  static void purge(Bus bus, String worker) {
    try {
      bus.connection()
          .jetStreamManagement()
          .purgeStream(
              Streams.DISPATCH.stream(), PurgeOptions.subject(Subjects.dispatchesTo(worker)));
    } catch (IOException | JetStreamApiException | BusException | IllegalStateException e) {
      log.debug("what waits for worker {} stays: {}", worker, e.getMessage());
    }
  }
}
