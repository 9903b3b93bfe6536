package io.breakwater.controlplane.workflow.expression;

import io.burt.jmespath.Adapter;
import io.burt.jmespath.node.Node;
import io.burt.jmespath.node.PropertyNode;
import io.burt.jmespath.node.StandardNodeFactory;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Notes, while an expression is parsed, which steps it names: {@code steps.NAME}.
 *
 * <p>A field {@code steps} of some other object counts as well; which object it is shows only when
 * the expression is evaluated.
 */
final class StepReferences extends StandardNodeFactory<JsonNode> {
  private static final String STEPS = "steps";

  /** The first property of each path; a path is a sequence of a node and the rest of the path. */
  private final IdentityHashMap<Node<JsonNode>, String> heads = new IdentityHashMap<>();

  private final Set<String> names = new LinkedHashSet<>();

  StepReferences(Adapter<JsonNode> runtime) {
    super(runtime);
  }

  Set<String> names() {
    return names;
  }

  @Override
  public Node<JsonNode> createProperty(String name) {
    Node<JsonNode> property = super.createProperty(name);
    heads.put(property, name);
    return property;
  }

  @Override
  public Node<JsonNode> createSequence(List<Node<JsonNode>> nodes) {
    Node<JsonNode> sequence = super.createSequence(nodes);
    Node<JsonNode> first = nodes.get(0);
    @Nullable String head = heads.get(first);
    if (head != null) {
      heads.put(sequence, head);
      @Nullable String second = nodes.size() > 1 ? heads.get(nodes.get(1)) : null;
      if (first instanceof PropertyNode && head.equals(STEPS) && second != null) {
        names.add(second);
      }
    }
    return sequence;
  }
}
