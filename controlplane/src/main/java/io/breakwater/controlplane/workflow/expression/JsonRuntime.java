package io.breakwater.controlplane.workflow.expression;

import io.burt.jmespath.BaseRuntime;
import io.burt.jmespath.JmesPathException;
import io.burt.jmespath.JmesPathType;
import io.burt.jmespath.node.NodeFactory;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JMESPath over trees of Jackson, for one evaluation of one expression.
 *
 * <p>What an expression builds is bounded, for {@code [@,@][] | [@,@][]} doubles with each part: a
 * list or object counts as many values as are reachable through what this evaluation has built.
 */
final class JsonRuntime extends BaseRuntime<JsonNode> {
  /** How many values an expression may build. */
  static final int MOST_VALUES = 100_000;

  /** How long a text may be that an expression builds, in characters. */
  static final int LONGEST_TEXT = 256 * 1024;

  /** What is said of a longer one. */
  static final String TOO_LONG = "makes a text of over " + LONGEST_TEXT + " characters";

  /** Whole numbers up to here are exact in a double, which is what functions calculate with. */
  private static final double EXACT = 1L << 53;

  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final IdentityHashMap<JsonNode, Integer> sizes = new IdentityHashMap<>();
  private final StepReferences references = new StepReferences(this);

  /** Returns the steps that the expressions compiled so far name. */
  Set<String> steps() {
    return references.names();
  }

  @Override
  public NodeFactory<JsonNode> nodeFactory() {
    return references;
  }

  @Override
  public JsonNode parseString(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw new JmesPathException("not JSON: " + json, e);
    }
  }

  @Override
  public List<JsonNode> toList(JsonNode value) {
    if (value.isArray() || value.isObject()) {
      return List.copyOf(value.values());
    }
    return List.of();
  }

  @Override
  public String toString(JsonNode value) {
    return value.isString() ? value.stringValue() : written(value);
  }

  private static String written(JsonNode value) {
    return BoundedText.of(value, LONGEST_TEXT).orElseThrow(() -> new JmesPathException(TOO_LONG));
  }

  private static String bounded(String text) {
    if (text.length() > LONGEST_TEXT) {
      throw new JmesPathException(TOO_LONG);
    }
    return text;
  }

  @Override
  public @Nullable Number toNumber(JsonNode value) {
    return value.isNumber() ? value.numberValue() : null;
  }

  @Override
  public boolean isTruthy(JsonNode value) {
    return switch (typeOf(value)) {
      case NULL -> false;
      case BOOLEAN -> value.booleanValue();
      case STRING -> !value.stringValue().isEmpty();
      case ARRAY, OBJECT -> !value.isEmpty();
      case NUMBER -> true;
    };
  }

  @Override
  public JmesPathType typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> JmesPathType.ARRAY;
      case OBJECT, POJO -> JmesPathType.OBJECT;
      case STRING, BINARY -> JmesPathType.STRING;
      case BOOLEAN -> JmesPathType.BOOLEAN;
      case NUMBER -> JmesPathType.NUMBER;
      case NULL, MISSING -> JmesPathType.NULL;
    };
  }

  @Override
  public JsonNode getProperty(JsonNode value, JsonNode name) {
    JsonNode property = value.get(name.asString());
    return property == null ? MAKE.nullNode() : property;
  }

  @Override
  public Collection<JsonNode> getPropertyNames(JsonNode value) {
    return value.propertyNames().stream().<JsonNode>map(MAKE::stringNode).toList();
  }

  @Override
  public JsonNode createNull() {
    return MAKE.nullNode();
  }

  @Override
  public JsonNode createArray(Collection<JsonNode> elements) {
    ArrayNode array = MAKE.arrayNode();
    array.addAll(elements);
    count(array);
    return array;
  }

  @Override
  public JsonNode createObject(Map<JsonNode, JsonNode> properties) {
    ObjectNode object = MAKE.objectNode();
    properties.forEach((name, value) -> object.set(name.asString(), value));
    count(object);
    return object;
  }

  private void count(JsonNode made) {
    long size = 1;
    for (JsonNode part : made) {
      size += sizes.getOrDefault(part, 1);
    }
    if (size > MOST_VALUES) {
      throw new JmesPathException("makes more than " + MOST_VALUES + " values");
    }
    sizes.put(made, (int) size);
  }

  @Override
  public JsonNode createString(String text) {
    return MAKE.stringNode(bounded(text));
  }

  @Override
  public JsonNode createBoolean(boolean value) {
    return MAKE.booleanNode(value);
  }

  @Override
  public JsonNode createNumber(double value) {
    return value == Math.rint(value) && Math.abs(value) <= EXACT
        ? MAKE.numberNode((long) value)
        : MAKE.numberNode(value);
  }

  @Override
  public JsonNode createNumber(long value) {
    return MAKE.numberNode(value);
  }
}
