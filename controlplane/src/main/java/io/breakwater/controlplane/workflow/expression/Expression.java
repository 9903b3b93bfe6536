package io.breakwater.controlplane.workflow.expression;

import io.burt.jmespath.parser.ParseException;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A JMESPath expression and where it stands. The language is that of jmespath.org; a field that is
 * not there is null.
 *
 * @param path where it stands, for messages
 * @param text the expression
 */
public record Expression(String path, String text) {
  /** Parsing recurses: this length hardly exhausts a thread's stack. */
  public static final int LONGEST = 1_000;

  /**
   * Returns the steps that the expression names.
   *
   * @throws ExpressionException if it is not a JMESPath expression
   */
  public Set<String> steps() throws ExpressionException {
    JsonRuntime runtime = new JsonRuntime();
    compile(runtime);
    return runtime.steps();
  }

  /**
   * Returns the value of the expression.
   *
   * @param context what the expression sees; is not changed
   * @throws ExpressionException if it cannot be read, or evaluated with this context
   */
  public JsonNode evaluate(JsonNode context) throws ExpressionException {
    io.burt.jmespath.Expression<JsonNode> compiled = compile(new JsonRuntime());
    try {
      return compiled.search(context);
    } catch (RuntimeException | StackOverflowError e) {
      // The library throws others than its own, too: a step must not hang because of that.
      throw new ExpressionException(path, quoted() + ": " + e.getMessage());
    }
  }

  private io.burt.jmespath.Expression<JsonNode> compile(JsonRuntime runtime)
      throws ExpressionException {
    if (text.length() > LONGEST) {
      throw new ExpressionException(
          path, "an expression has at most " + LONGEST + " characters, got " + text.length());
    }
    try {
      return runtime.compile(text);
    } catch (ParseException e) {
      var first = e.iterator().next();
      throw new ExpressionException(
          path,
          quoted()
              + ": not a JMESPath expression: "
              + first.message()
              + " at position "
              + first.position());
    } catch (NumberFormatException e) {
      throw new ExpressionException(path, quoted() + ": a number is too large");
    } catch (StackOverflowError e) {
      // How much of a stack a level takes depends on what is compiled by then.
      throw new ExpressionException(path, quoted() + ": nests too deep");
    } catch (RuntimeException e) {
      throw new ExpressionException(path, quoted() + ": " + e.getMessage());
    }
  }

  private String quoted() {
    return "\"" + (text.length() <= 80 ? text : text.substring(0, 77) + "...") + "\"";
  }
}
