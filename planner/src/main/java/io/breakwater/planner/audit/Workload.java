package io.breakwater.planner.audit;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An object that runs pods.
 *
 * @param object the object itself
 * @param podLabels the labels of its pods
 */
record Workload(KubeObject object, Map<String, String> podLabels) {
  private static final Set<String> KINDS =
      Set.of(
          "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Pod");

  /** What Kubernetes gives a pod to end where nothing else is said. */
  private static final long DEFAULT_GRACE_SECONDS = 30;

  static Workload of(KubeObject object) {
    return new Workload(
        object,
        object.kind().equals("Pod")
            ? object.labels()
            : object.spec().at("template", "metadata", "labels").texts());
  }

  /** A pod that runs once, such as the tests of a Helm chart, is no replica of a service. */
  static boolean isOne(KubeObject object) {
    return KINDS.contains(object.kind())
        && !(object.kind().equals("Pod")
            && object.spec().at("restartPolicy").text().matches("Never|OnFailure"));
  }

  Tree podSpec() {
    return object.kind().equals("Pod") ? object.spec() : object.spec().at("template", "spec");
  }

  Tree podAnnotations() {
    return object.kind().equals("Pod")
        ? object.tree().at("metadata", "annotations")
        : object.spec().at("template", "metadata", "annotations");
  }

  /** Returns how many pods it asks for; one where it does not say. */
  long replicas() {
    return count(object.spec().at("replicas"), 1);
  }

  Place replicasPlace() {
    Tree replicas = object.spec().at("replicas");
    return replicas.exists() ? replicas.place() : object.place();
  }

  long graceSeconds() {
    return count(podSpec().at("terminationGracePeriodSeconds"), DEFAULT_GRACE_SECONDS);
  }

  /** Kubernetes' own numbers are 32 bits wide, and these are never negative. */
  private static long count(Tree tree, long otherwise) {
    long number = tree.number().orElse(otherwise);
    return number >= 0 && number <= Integer.MAX_VALUE ? number : otherwise;
  }

  boolean isStatefulSet() {
    return object.kind().equals("StatefulSet");
  }

  List<Container> containers() {
    return podSpec().at("containers").items().stream()
        .map(tree -> new Container(this, tree))
        .toList();
  }

  /** Returns the containers that run nats-server. */
  List<Container> brokers() {
    return containers().stream().filter(Container::isBroker).toList();
  }

  /** Returns if one of its containers talks to NATS. */
  boolean isClient() {
    return containers().stream().anyMatch(Container::isClient);
  }

  Subject subject() {
    return object.subject();
  }
}
