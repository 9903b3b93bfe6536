package io.breakwater.controlplane.contract;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.jackson.JsonNodeDeserializer;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.util.RawValue;

/**
 * A list or an object that is kept as its text, and written as that: as a tree it takes up to
 * thirty times as much memory. What is to be known of it was counted when it was read.
 */
final class RawJson extends RawValue {
  private final String text;
  private final int depth;
  private final int values;
  private final boolean finite;

  private RawJson(String text, int depth, int values, boolean finite) {
    super(text);
    this.text = text;
    this.depth = depth;
    this.values = values;
    this.finite = finite;
  }

  /** Returns what a node was kept as; null if it is a tree. */
  static @Nullable RawJson of(JsonNode node) {
    return node instanceof POJONode kept && kept.getPojo() instanceof RawJson raw ? raw : null;
  }

  String text() {
    return text;
  }

  /** Returns how many lists and objects are within each other. */
  int depth() {
    return depth;
  }

  int values() {
    return values;
  }

  /** Returns if each number is within the range of a double. */
  boolean finite() {
    return finite;
  }

  /** Keeps lists and objects as they are; needs the source as an attribute. */
  static final class Reader extends ValueDeserializer<JsonNode> {
    /** The attribute that has the bytes that are read. */
    static final String SOURCE = "source";

    private static final ValueDeserializer<? extends JsonNode> TREES =
        JsonNodeDeserializer.getDeserializer(JsonNode.class);

    @Override
    public JsonNode deserialize(JsonParser parser, DeserializationContext context) {
      JsonToken token = parser.currentToken();
      if (!token.isStructStart() || !(context.getAttribute(SOURCE) instanceof byte[] source)) {
        return TREES.deserialize(parser, context);
      }
      int from = (int) parser.currentTokenLocation().getByteOffset();
      int depth = 1;
      int deepest = 1;
      int values = 1;
      boolean finite = true;
      while (depth > 0) {
        token = parser.nextToken();
        if (token.isStructEnd()) {
          depth--;
        } else if (token != JsonToken.PROPERTY_NAME) {
          values++;
          depth += token.isStructStart() ? 1 : 0;
          deepest = Math.max(deepest, depth);
          finite &=
              token != JsonToken.VALUE_NUMBER_FLOAT || Double.isFinite(parser.getDoubleValue());
        }
      }
      int to = (int) parser.currentLocation().getByteOffset();
      String text = new String(source, from, to - from, StandardCharsets.UTF_8);
      return new POJONode(new RawJson(text, deepest, values, finite));
    }

    @Override
    public JsonNode getNullValue(DeserializationContext context) {
      return NullNode.getInstance();
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
      return null;
    }
  }
}
