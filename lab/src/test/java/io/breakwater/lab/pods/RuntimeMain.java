package io.breakwater.lab.pods;

import java.io.PrintStream;
import java.util.List;

/** A JVM with a pod runtime that never closes it: ends by a signal, with all its pods. */
final class RuntimeMain {

  private RuntimeMain() {}

  public static void main(String[] args) throws InterruptedException {
    PrintStream out = System.out;
    // Not in a try: what is tested is that nobody has to close it.
    PodRuntime runtime =
        new PodRuntime(
            BackOffRule.KUBELET,
            1,
            event -> {
              if (event.change() instanceof PodEvent.Started started) {
                out.println(started.pid());
              }
            });
    runtime.create(List.of(PodSpec.of("p", "d", List.of("/bin/sh", "-c", args[0]))));
    Thread.sleep(600_000);
  }
}
