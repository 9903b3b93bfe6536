package io.breakwater.controlplane;

import io.breakwater.controlplane.contract.JobState;
import io.breakwater.controlplane.scheduler.SchedulerFigures;
import io.breakwater.controlplane.scheduler.SchedulerService;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** A scheduler with its metrics; docs/control-plane.md has them all. */
final class SchedulerMetrics implements ServiceMetrics {
  /** Topics are the clients' to choose: the longest queues are shown. */
  private static final int MOST_TOPICS = 100;

  private final SchedulerService scheduler;
  private final List<MultiGauge> queued = new CopyOnWriteArrayList<>();

  SchedulerMetrics(SchedulerService scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    LeaseMetrics.bind(
        registry,
        "scheduler",
        scheduler,
        it -> it.figures().active(),
        it -> it.figures().suspended());
    queued.add(
        MultiGauge.builder("breakwater.jobs.queued")
            .description("Jobs that wait for a worker, by topic")
            .register(registry));
    gauge(registry, "breakwater.jobs.open", "Jobs that have not ended", SchedulerFigures::open);
    gauge(registry, "breakwater.jobs.running", "Jobs that a worker has", SchedulerFigures::running);
    gauge(registry, "breakwater.workers", "Workers that are known", SchedulerFigures::workers);
    FunctionTimer.builder(
            "breakwater.jobs.dispatch.wait",
            scheduler,
            it -> it.figures().dispatched(),
            it -> it.figures().waitedNanos(),
            TimeUnit.NANOSECONDS)
        .description("How long attempts waited until a worker had them")
        .register(registry);
    counter(
        registry,
        "breakwater.jobs.retries",
        "Failed attempts with another one to come",
        SchedulerFigures::retries);
    counter(
        registry,
        "breakwater.jobs.dead.letters",
        "Jobs put to the dead letters",
        SchedulerFigures::deadLetters);
    for (JobState state : JobState.values()) {
      if (state.terminal()) {
        FunctionCounter.builder(
                "breakwater.jobs.ended",
                scheduler,
                it -> it.figures().ended().getOrDefault(state, 0L))
            .tags("state", state.name().toLowerCase(Locale.ROOT))
            .description("Jobs that ended, by state")
            .register(registry);
      }
    }
  }

  @Override
  public void refresh() {
    List<MultiGauge.Row<?>> rows =
        scheduler.figures().queued().entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(MOST_TOPICS)
            .<MultiGauge.Row<?>>map(
                topic -> MultiGauge.Row.of(Tags.of("topic", topic.getKey()), topic.getValue()))
            .toList();
    queued.forEach(gauge -> gauge.register(rows, true));
  }

  private void gauge(
      MeterRegistry registry, String name, String text, ToDoubleFunction<SchedulerFigures> value) {
    Gauge.builder(name, scheduler, it -> value.applyAsDouble(it.figures()))
        .description(text)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String name, String text, ToDoubleFunction<SchedulerFigures> value) {
    FunctionCounter.builder(name, scheduler, it -> value.applyAsDouble(it.figures()))
        .description(text)
        .register(registry);
  }

  @Override
  public void close() {
    scheduler.close();
  }
}
