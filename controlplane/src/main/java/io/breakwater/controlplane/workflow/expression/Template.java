package io.breakwater.controlplane.workflow.expression;

import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.workflow.expression.Placeholders.Literal;
import io.breakwater.controlplane.workflow.expression.Placeholders.Part;
import io.breakwater.controlplane.workflow.expression.Placeholders.Placeholder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON with {@code ${...}} in its texts. A text that is one expression and nothing else becomes the
 * value of the expression, whatever its type; within other text it becomes text. Names of fields
 * are left as they are.
 *
 * @param path where it stands, for messages
 * @param json the JSON, at most as deep as the reader of the control plane lets through
 */
public record Template(String path, JsonNode json) {

  /**
   * Returns the expressions in it.
   *
   * @throws ExpressionException if a brace is not closed
   */
  public List<Expression> expressions() throws ExpressionException {
    List<Expression> found = new ArrayList<>();
    collect(json, path, found);
    return found;
  }

  private static void collect(JsonNode node, String path, List<Expression> found)
      throws ExpressionException {
    if (node.isString()) {
      for (Part part : Placeholders.of(node.stringValue(), path)) {
        if (part instanceof Placeholder placeholder) {
          found.add(new Expression(path, placeholder.expression()));
        }
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), path + "[" + i + "]", found);
      }
    } else {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        collect(field.getValue(), path + "." + field.getKey(), found);
      }
    }
  }

  /**
   * Returns the JSON with each expression replaced by its value.
   *
   * @param context what the expressions see
   * @throws ExpressionException if one of them cannot be evaluated, or is null within a text
   */
  public JsonNode render(JsonNode context) throws ExpressionException {
    return render(json, path, context);
  }

  private static JsonNode render(JsonNode node, String path, JsonNode context)
      throws ExpressionException {
    if (node.isString()) {
      return renderText(node, path, context);
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < node.size(); i++) {
        array.add(render(node.get(i), path + "[" + i + "]", context));
      }
      return array;
    }
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        object.set(field.getKey(), render(field.getValue(), path + "." + field.getKey(), context));
      }
      return object;
    }
    return node;
  }

  private static JsonNode renderText(JsonNode node, String path, JsonNode context)
      throws ExpressionException {
    List<Part> parts = Placeholders.of(node.stringValue(), path);
    if (parts.size() == 1 && parts.get(0) instanceof Placeholder whole) {
      return new Expression(path, whole.expression()).evaluate(context);
    }
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Literal literal) {
        text.append(literal.text());
      } else if (part instanceof Placeholder placeholder) {
        text.append(asText(new Expression(path, placeholder.expression()), context));
      }
      if (text.length() > JsonRuntime.LONGEST_TEXT) {
        throw new ExpressionException(path, JsonRuntime.TOO_LONG);
      }
    }
    return JsonNodeFactory.instance.stringNode(text.toString());
  }

  private static String asText(Expression expression, JsonNode context) throws ExpressionException {
    JsonNode value = expression.evaluate(context);
    if (value.isNull()) {
      throw new ExpressionException(
          expression.path(), "\"" + expression.text() + "\" is null, and stands within a text");
    }
    if (value.isString()) {
      return value.stringValue();
    }
    try {
      Json.check(value, "\"" + expression.text() + "\"");
    } catch (ContractException e) {
      throw new ExpressionException(expression.path(), String.valueOf(e.getMessage()));
    }
    return BoundedText.of(value, JsonRuntime.LONGEST_TEXT)
        .orElseThrow(() -> new ExpressionException(expression.path(), JsonRuntime.TOO_LONG));
  }
}
