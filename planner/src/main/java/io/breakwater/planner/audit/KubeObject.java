package io.breakwater.planner.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One object of Kubernetes. */
record KubeObject(Tree tree) {

  String kind() {
    return tree.at("kind").text();
  }

  String name() {
    return tree.at("metadata", "name").text("(no name)");
  }

  /** Returns the namespace; objects without one are of the same, whichever that is. */
  String namespace() {
    return tree.at("metadata", "namespace").text();
  }

  Map<String, String> labels() {
    return tree.at("metadata", "labels").texts();
  }

  Place place() {
    return tree.at("kind").place();
  }

  Tree spec() {
    return tree.at("spec");
  }

  boolean isIn(KubeObject other) {
    return namespace().equals(other.namespace());
  }

  Subject subject() {
    return new Subject(kind() + " " + name(), tree.at("metadata", "annotations"));
  }

  /** One object is itself: aliases can make a comparison of the trees endless. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KubeObject object && object.tree == tree;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(tree);
  }
}
