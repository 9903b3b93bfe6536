package io.breakwater.cli;

import io.breakwater.controlplane.Gateway;
import io.breakwater.controlplane.JobWorker;
import io.breakwater.controlplane.Scheduler;
import io.breakwater.controlplane.WorkflowEngine;
import io.breakwater.lab.drill.ServicePrograms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The service programs: what {@code breakwater service} runs, and some of what drills run as pods.
 */
enum Service {
  GATEWAY(Gateway.NAME, Gateway.class, Gateway::main),
  SCHEDULER(Scheduler.NAME, Scheduler.class, Scheduler::main),
  WORKFLOW_ENGINE(WorkflowEngine.NAME, WorkflowEngine.class, WorkflowEngine::main),
  WORKER(JobWorker.NAME, JobWorker.class, JobWorker::main);

  /** The deployments of a drill; workers come with the load that they are for. */
  static final List<Service> DRILLED = List.of(GATEWAY, SCHEDULER, WORKFLOW_ENGINE);

  private final String text;
  private final Class<?> mainClass;

  // Only method references are ever put here.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Consumer<String[]> main;

  Service(String text, Class<?> mainClass, Consumer<String[]> main) {
    this.text = text;
    this.mainClass = mainClass;
    this.main = main;
  }

  static Service of(String text) {
    return Choice.of(values(), Service::toString, text);
  }

  /** Returns those that drills run, as a drill takes them. */
  static ServicePrograms programs() {
    Map<String, String> mainClasses = new LinkedHashMap<>();
    for (Service service : DRILLED) {
      mainClasses.put(service.text, service.mainClass.getName());
    }
    return new ServicePrograms(mainClasses);
  }

  /** Returns the name of its main class. */
  String mainClass() {
    return mainClass.getName();
  }

  /** Runs the service's main in this process; returns only when the process is to end. */
  void run(String... arguments) {
    main.accept(arguments);
  }

  @Override
  public String toString() {
    return text;
  }
}
