package io.breakwater.lab.drill;

import io.breakwater.lab.pods.BackOffRule;
import io.breakwater.lab.pods.PodEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A drill of the smallest size, what it said while it ran, and which processes there are. */
final class DrillFixture implements DrillListener {
  static final ServicePrograms PROGRAMS = programs(BusService.class);

  /** A crash loop that is one all the same, and little watching of who stays. */
  static final ArmRun.Pace QUICK =
      new ArmRun.Pace(
          Duration.ofSeconds(1),
          new BackOffRule(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofMinutes(10)));

  private static final Duration REAPED_WITHIN = Duration.ofSeconds(10);

  final List<String> said = new CopyOnWriteArrayList<>();
  final List<PodEvent> pods = new CopyOnWriteArrayList<>();
  private final Set<Long> processesBefore = processes();

  /** Three deployments, the last of them of that program. */
  static ServicePrograms programs(Class<?> last) {
    Map<String, String> programs = new LinkedHashMap<>();
    programs.put("gateway", BusService.class.getName());
    programs.put("scheduler", BusService.class.getName());
    programs.put("workflow-engine", last.getName());
    return new ServicePrograms(programs);
  }

  static DrillOptions options(Path folder, Duration outage, Duration limit, String... arms) {
    return options(folder, outage, limit, OptionalInt.empty(), arms);
  }

  static DrillOptions options(
      Path folder, Duration outage, Duration limit, OptionalInt port, String... arms) {
    return new DrillOptions(
        Stream.of(arms).map(ArmSpec::of).toList(),
        3,
        outage,
        limit,
        Optional.empty(),
        Duration.ofMillis(100),
        port,
        folder,
        "./breakwater drill of a test");
  }

  /**
   * Returns the processes that this JVM has started since, and that still run. One that has ended
   * counts as alive until it is reaped, which is not at once: only what stays is left.
   */
  List<String> processesLeft() {
    long giveUp = System.nanoTime() + REAPED_WITHIN.toNanos();
    List<String> alive = processesAlive();
    while (!alive.isEmpty() && System.nanoTime() - giveUp < 0) {
      LockSupport.parkNanos(10_000_000);
      alive = processesAlive();
    }
    return alive;
  }

  private List<String> processesAlive() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> !processesBefore.contains(process.pid()) && process.isAlive())
        // The one shell per JVM that guards the others ends with it.
        .filter(process -> !process.info().command().orElse("").endsWith("sh"))
        .map(process -> process.pid() + " " + process.info().commandLine().orElse(""))
        .toList();
  }

  private static Set<Long> processes() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  @Override
  public void armStarted(String arm, int number, int of) {
    said.add("arm %s %d of %d".formatted(arm, number, of));
  }

  @Override
  public void phase(String text, Duration limit) {
    said.add(text);
  }

  @Override
  public void pod(PodEvent event) {
    pods.add(event);
  }

  @Override
  public void armEnded(String arm, String finding) {
    said.add("end of %s: %s".formatted(arm, finding));
  }
}
