package io.breakwater.controlplane;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.controlplane.contract.Heartbeat;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.Protocol;
import io.breakwater.controlplane.contract.Subjects;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on {@value Subjects#HEARTBEAT} that a service is there: the first one as soon as the bus is
 * connected, then one each interval, best effort. While the bus is disconnected none is sent, and
 * none is kept for later.
 */
final class Heartbeats implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Heartbeats.class);

  private final Bus bus;
  private final String service;
  private final String instance;
  private final Duration interval;
  private final ScheduledExecutorService timer;
  private long sequence;

  Heartbeats(Bus bus, String service, String instance, Duration interval) {
    this.bus = bus;
    this.service = service;
    this.instance = instance;
    this.interval = interval;
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "breakwater-" + instance + "-heartbeat");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins when the bus is connected for the first time. */
  void start() {
    var unused =
        bus.started()
            .thenRun(
                () -> {
                  var unusedTimer =
                      timer.scheduleAtFixedRate(
                          this::beat, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
                });
  }

  private void beat() {
    if (!bus.health().connected()) {
      return;
    }
    try {
      Heartbeat beat =
          new Heartbeat(
              Protocol.VERSION,
              service,
              instance,
              ++sequence,
              Instant.now(),
              interval.toMillis(),
              null);
      bus.publish(Subjects.HEARTBEAT, Json.bytes(beat));
    } catch (BusException e) {
      log.debug("heartbeat not sent: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.warn("heartbeat not sent", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
