package io.breakwater.controlplane;

import io.breakwater.controlplane.worker.BuiltIn;
import io.breakwater.controlplane.worker.Worker;
import io.breakwater.controlplane.worker.WorkerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Does jobs, with the handlers that come with Breakwater.
 *
 * <p>Arguments of its own: {@code --topics echo,sleep,fail,http} (echo, sleep and fail unless said:
 * {@code http} calls whatever URL a client names), {@code --slots N} (4), {@code --pool NAME}
 * (default), {@code --labels KEY=VALUE,...}, {@code --drain DURATION} (10s), how long jobs at work
 * may take when it is told to stop. Each also as a variable, {@code BREAKWATER_SLOTS} and so on.
 */
public final class JobWorker {
  /** The service's name, on the command line and in heartbeats. */
  public static final String NAME = "worker";

  private static final String TOPICS = "topics";
  private static final String SLOTS = "slots";
  private static final String POOL = "pool";
  private static final String LABELS = "labels";
  private static final String DRAIN = "drain";

  private JobWorker() {}

  /** Runs until the process is told to stop; see {@link ServiceProgram} for the arguments. */
  public static void main(String[] arguments) {
    ServiceProgram.run(
        new ServiceKind(NAME, Set.of(TOPICS, SLOTS, POOL, LABELS, DRAIN), true, JobWorker::work),
        arguments);
  }

  private static ServiceWork work(ServiceArguments arguments) {
    List<BuiltIn> handlers = handlers(arguments);
    int slots = arguments.number(SLOTS, 4, 1, 1_000);
    Map<String, String> labels = arguments.pairs(LABELS);
    String pool = arguments.text(POOL).orElse("default");
    Duration heartbeat = arguments.heartbeat();
    Duration drain = arguments.duration(DRAIN, "10s");
    return (bus, instance) -> {
      WorkerBuilder builder =
          Worker.named(bus, instance).slots(slots).labels(labels).pool(pool).heartbeat(heartbeat);
      handlers.forEach(one -> builder.on(one.topic(), one.handler()));
      Worker worker = builder.start();
      return () -> worker.close(drain);
    };
  }

  private static List<BuiltIn> handlers(ServiceArguments arguments) {
    List<String> topics = arguments.list(TOPICS);
    if (topics.isEmpty()) {
      return List.of(BuiltIn.ECHO, BuiltIn.SLEEP, BuiltIn.FAIL);
    }
    List<BuiltIn> handlers = new ArrayList<>();
    for (String topic : topics) {
      handlers.add(
          BuiltIn.of(topic)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "--topics: expected some of echo,sleep,fail,http, got \""
                              + topic
                              + "\"")));
    }
    return handlers;
  }
}
