package io.breakwater.controlplane;

import io.breakwater.controlplane.contract.RunState;
import io.breakwater.controlplane.workflow.EngineService;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** A workflow engine with its metrics; docs/workflows.md has them all. */
final class EngineMetrics implements ServiceMetrics {
  private final EngineService engine;

  EngineMetrics(EngineService engine) {
    this.engine = engine;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    LeaseMetrics.bind(
        registry, "workflow-engine", engine, EngineService::active, EngineService::suspended);
    Gauge.builder("breakwater.runs.open", engine, EngineService::openRuns)
        .description("Runs that have not ended")
        .register(registry);
    for (RunState state : RunState.values()) {
      if (state.terminal()) {
        FunctionCounter.builder("breakwater.runs.ended", engine, it -> it.endedRuns(state))
            .tags("state", state.name().toLowerCase(Locale.ROOT))
            .description("Runs that ended, by state")
            .register(registry);
      }
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
