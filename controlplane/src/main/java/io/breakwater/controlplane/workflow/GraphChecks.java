package io.breakwater.controlplane.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds names that occur twice, dependencies that lead nowhere, and cycles. Linear in steps and
 * dependencies, without recursion: a chain of 10,000 steps is as deep as it gets.
 */
final class GraphChecks {
  /** How many dependencies a definition may have in all. */
  static final int MOST_DEPENDENCIES = 100_000;

  /** How much a run record says of a step beside its name, in bytes, at most. */
  private static final int STEP_BYTES = 32;

  /** What a run record has for its steps beside the input, so that it fits into one value. */
  private static final int RECORD_BYTES = 650_000;

  private static final int MOST_SHOWN = 20;

  private final List<StepDefinition> steps;
  private final Problems problems;
  private final Map<String, Integer> byName = new HashMap<>();

  GraphChecks(List<StepDefinition> steps, Problems problems) {
    this.steps = steps;
    this.problems = problems;
  }

  void run() {
    int dependencies = 0;
    int bytes = 0;
    for (int i = 0; i < steps.size(); i++) {
      StepDefinition step = steps.get(i);
      Integer before = byName.putIfAbsent(step.name(), i);
      if (before != null) {
        problems.add(
            "steps[" + i + "].name",
            "\"" + step.name() + "\" is the name of steps[" + before + "] already");
      }
      dependencies += step.dependsOn().size();
      bytes += step.name().length() + STEP_BYTES;
    }
    if (dependencies > MOST_DEPENDENCIES) {
      problems.add(
          "steps", "expected at most " + MOST_DEPENDENCIES + " dependencies, got " + dependencies);
      return;
    }
    if (bytes > RECORD_BYTES) {
      problems.add("steps", "that many steps need shorter names");
    }
    if (checkDependencies()) {
      checkCycles();
    }
  }

  private boolean checkDependencies() {
    boolean sound = true;
    for (int i = 0; i < steps.size(); i++) {
      List<String> names = steps.get(i).dependsOn();
      Set<String> seen = new HashSet<>();
      for (int j = 0; j < names.size(); j++) {
        String path = "steps[" + i + "].dependsOn[" + j + "]";
        if (!byName.containsKey(names.get(j))) {
          problems.add(path, "there is no step \"" + shown(names.get(j)) + "\"");
          sound = false;
        } else if (!seen.add(names.get(j))) {
          problems.add(path, "\"" + names.get(j) + "\" is there twice");
        }
      }
    }
    return sound;
  }

  /** Depth first; a step that is met again on the way to itself closes a cycle. */
  private void checkCycles() {
    boolean[] done = new boolean[steps.size()];
    boolean[] onPath = new boolean[steps.size()];
    for (int start = 0; start < steps.size(); start++) {
      Deque<int[]> path = new ArrayDeque<>();
      if (!done[start]) {
        path.push(new int[] {start, 0});
        onPath[start] = true;
      }
      while (!path.isEmpty()) {
        int[] top = path.element();
        List<String> next = steps.get(top[0]).dependsOn();
        if (top[1] == next.size()) {
          path.pop();
          onPath[top[0]] = false;
          done[top[0]] = true;
          continue;
        }
        int dependency = byName.getOrDefault(next.get(top[1]), top[0]);
        if (onPath[dependency]) {
          problems.add(
              "steps[" + top[0] + "].dependsOn[" + top[1] + "]",
              "a cycle: " + cycle(path, dependency));
          return;
        }
        top[1]++;
        if (!done[dependency]) {
          path.push(new int[] {dependency, 0});
          onPath[dependency] = true;
        }
      }
    }
  }

  /** What waits for what, from the step that is met twice to itself. */
  private String cycle(Deque<int[]> path, int closing) {
    List<String> names = new ArrayList<>();
    for (int[] step : path) {
      names.add(0, steps.get(step[0]).name());
      if (step[0] == closing) {
        break;
      }
    }
    names.add(steps.get(closing).name());
    if (names.size() <= MOST_SHOWN) {
      return String.join(" -> ", names);
    }
    return String.join(" -> ", names.subList(0, MOST_SHOWN - 1))
        + " -> ... ("
        + (names.size() - 1)
        + " steps) -> "
        + names.get(names.size() - 1);
  }

  private static String shown(String name) {
    return name.length() <= 80 ? name : name.substring(0, 77) + "...";
  }
}
