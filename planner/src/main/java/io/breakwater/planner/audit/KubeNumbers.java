package io.breakwater.planner.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Numbers that Kubernetes would refuse. Each is told; the arithmetic of the rules goes on with what
 * is there by default.
 */
final class KubeNumbers {
  private static final List<String> OF_A_PROBE =
      List.of(
          "initialDelaySeconds",
          "periodSeconds",
          "timeoutSeconds",
          "failureThreshold",
          "successThreshold");

  private final List<Problem> problems = new ArrayList<>();

  private KubeNumbers() {}

  /** Returns what is wrong with the numbers of a workload. */
  static List<Problem> check(Workload workload) {
    KubeNumbers numbers = new KubeNumbers();
    numbers.check(workload.object().spec(), "replicas");
    numbers.check(workload.podSpec(), "terminationGracePeriodSeconds");
    for (Container container : workload.containers()) {
      for (KubeProbe probe : container.probes()) {
        OF_A_PROBE.forEach(key -> numbers.check(probe.tree(), key));
      }
    }
    return numbers.problems;
  }

  private void check(Tree parent, String key) {
    Tree value = parent.at(key);
    if (!value.exists()) {
      return;
    }
    boolean text = value instanceof Tree.Scalar;
    OptionalLong number = text ? value.number() : OptionalLong.empty();
    if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > Integer.MAX_VALUE) {
      problems.add(
          new Problem(
              value.place(),
              "%s: expected a whole number from 0 to %d, got %s"
                  .formatted(
                      key, Integer.MAX_VALUE, text ? "\"" + value.text() + "\"" : "no number")));
    }
  }
}
