package io.breakwater.controlplane.worker;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.contract.Ids;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a worker is to be. */
public final class WorkerBuilder {
  final Bus bus;
  final String id;
  final Map<String, JobHandler> handlers = new LinkedHashMap<>();
  Map<String, String> labels = Map.of();
  String pool = "default";
  int slots = 4;
  Duration heartbeat = Duration.ofSeconds(5);

  WorkerBuilder(Bus bus, String id) {
    this.bus = bus;
    this.id = id;
  }

  /**
   * Sets who does a topic.
   *
   * @throws IllegalArgumentException if the topic is not a token, see {@link Ids}
   */
  public WorkerBuilder on(String topic, JobHandler handler) {
    if (!Ids.isToken(topic)) {
      throw new IllegalArgumentException(
          "topic \"" + topic + "\": expected 1 to 64 letters, digits, _ or -");
    }
    handlers.put(topic, handler);
    return this;
  }

  /** Sets what the worker has, for jobs with requirements. */
  public WorkerBuilder labels(Map<String, String> pairs) {
    labels = Map.copyOf(pairs);
    return this;
  }

  /** Sets the pool that it belongs to; {@code default} unless said. */
  public WorkerBuilder pool(String name) {
    pool = name;
    return this;
  }

  /** Sets how many attempts it does at a time; 4 unless said. */
  public WorkerBuilder slots(int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("slots must be at least 1: " + attempts);
    }
    slots = attempts;
    return this;
  }

  /** Sets the time between two heartbeats; 5 s unless said. After three it is given up. */
  public WorkerBuilder heartbeat(Duration interval) {
    heartbeat = interval;
    return this;
  }

  /** Returns a worker that takes its first job as soon as it is connected and known. */
  public Worker start() {
    Worker worker = new Worker(this);
    worker.start();
    return worker;
  }
}
