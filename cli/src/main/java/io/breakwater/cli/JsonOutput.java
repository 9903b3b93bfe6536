package io.breakwater.cli;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results of commands as JSON, in the style of {@code journal.json}. */
final class JsonOutput {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private JsonOutput() {}

  /** Prints a value: maps in their order, records by their components. */
  static void print(PrintWriter out, Object value) {
    out.println(text(value));
    out.flush();
  }

  /** Returns what {@link #print} prints. */
  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Returns a text that is JSON, as a part of a value to print. */
  static JsonNode embed(String json) {
    return MAPPER.readTree(json);
  }
}
