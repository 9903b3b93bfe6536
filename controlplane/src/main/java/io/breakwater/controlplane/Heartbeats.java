package io.breakwater.controlplane;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.nats.client.support.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on {@value #SUBJECT} that a service is there: the first one as soon as the bus is connected,
 * then one each interval, best effort. While the bus is disconnected none is sent, and none is kept
 * for later.
 */
final class Heartbeats implements AutoCloseable {
  /** The subject of all heartbeats. */
  static final String SUBJECT = "sys.heartbeat";

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
      bus.publish(SUBJECT, body(++sequence, Instant.now()));
    } catch (BusException e) {
      log.debug("heartbeat not sent: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.warn("heartbeat not sent", e);
    }
  }

  private byte[] body(long number, Instant at) {
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    fields.put("version", new JsonValue(1));
    fields.put("service", new JsonValue(service));
    fields.put("instance", new JsonValue(instance));
    fields.put("sequence", new JsonValue(number));
    fields.put("at", new JsonValue(at.toString()));
    return new JsonValue(fields).toJson().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
