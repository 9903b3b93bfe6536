package io.breakwater.planner.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Whether a label selector of Kubernetes takes the labels of a pod. */
final class Labels {
  private Labels() {}

  /** Returns if it does; a selector that is there and empty takes every pod, a missing one none. */
  static boolean match(Tree selector, Map<String, String> labels) {
    return selector instanceof Tree.Mapping
        && holdAll(selector.at("matchLabels"), labels)
        && selector.at("matchExpressions").items().stream().allMatch(one -> holds(one, labels));
  }

  /** Returns if the plain selector of a Service takes the labels. */
  static boolean matchService(Tree selector, Map<String, String> labels) {
    return !selector.entries().isEmpty() && holdAll(selector, labels);
  }

  private static boolean holdAll(Tree wanted, Map<String, String> labels) {
    return wanted.entries().entrySet().stream()
        .allMatch(one -> one.getValue().text().equals(labels.get(one.getKey())));
  }

  private static boolean holds(Tree expression, Map<String, String> labels) {
    String key = expression.at("key").text();
    List<String> values = Arrays.asList(expression.at("values").text().split(",", -1));
    return switch (expression.at("operator").text()) {
      case "In" -> labels.containsKey(key) && values.contains(labels.get(key));
      case "NotIn" -> !values.contains(labels.get(key));
      case "Exists" -> labels.containsKey(key);
      case "DoesNotExist" -> !labels.containsKey(key);
      default -> false;
    };
  }
}
