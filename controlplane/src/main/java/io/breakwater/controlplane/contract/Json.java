package io.breakwater.controlplane.contract;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one way in which the control plane speaks JSON: unknown fields are ignored, fields without a
 * value are left out, instants are ISO 8601 in UTC.
 */
public final class Json {
  /** Far deeper than any payload that makes sense, far from the end of a thread's stack. */
  private static final int DEEPEST = 200;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .changeDefaultPropertyInclusion(
              all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  /**
   * Where Jackson says which source it read, which it then does not tell, and which of its methods
   * holds a limit.
   */
  private static final Pattern INTERNAL =
      Pattern.compile("\\s*\\([^()]*\\[Source:.*$|, from `[^`]*`");

  private Json() {}

  /** Returns the mapper itself, for trees and for other types. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** Returns a value as JSON in UTF-8. */
  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /**
   * Reads a value.
   *
   * @throws ContractException if the bytes are not JSON, or not such a value
   */
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new ContractException("expected an object, got null");
      }
      return value;
    } catch (JacksonException e) {
      throw new ContractException(reason(e));
    }
  }

  /**
   * Makes a value of a tree, as {@link #read} does of bytes.
   *
   * @throws ContractException if the tree is not such a value
   */
  public static <T> T convert(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JacksonException e) {
      throw new ContractException(reason(e));
    }
  }

  /** Returns what is wrong and where, in one line without names of classes. */
  public static String reason(JacksonException e) {
    if (e.getCause() instanceof ContractException wrong) {
      return String.valueOf(wrong.getMessage());
    }
    String path = e.getPath().stream().map(Json::step).collect(joining());
    String field = path.startsWith(".") ? path.substring(1) : path;
    String what =
        e instanceof StreamReadException || e instanceof StreamConstraintsException
            ? "not JSON: " + firstLine(e.getOriginalMessage())
            : "a value of the wrong kind";
    return field.isEmpty() ? what : field + ": " + what;
  }

  private static String step(JacksonException.Reference step) {
    return step.getPropertyName() == null
        ? "[" + step.getIndex() + "]"
        : "." + step.getPropertyName();
  }

  private static String firstLine(@Nullable String text) {
    String line = text == null ? "" : text.lines().findFirst().orElse("");
    String plain = INTERNAL.matcher(line).replaceAll("");
    return plain.isEmpty() ? "unreadable" : plain;
  }
}
