package io.breakwater.controlplane.contract;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
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
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The one way in which the control plane speaks JSON: unknown fields are ignored, fields without a
 * value are left out, instants are ISO 8601 in UTC.
 */
public final class Json {
  /** Room for what wraps a payload or a result; far from the end of a thread's stack. */
  private static final int DEEPEST = 2 * Limits.DEPTH;

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

  private static final JsonMapper LEAN =
      MAPPER
          .rebuild()
          .addModule(new SimpleModule().addDeserializer(JsonNode.class, new RawJson.Reader()))
          .build();

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
    return read(MAPPER.readerFor(type), json, type);
  }

  /**
   * Reads a value as {@link #read} does, but for the JSON within it that is a user's: that is kept
   * as its text, to be passed on or made a {@link #tree}. For whoever holds many.
   *
   * @throws ContractException if the bytes are not JSON, or not such a value
   */
  public static <T> T readLean(byte[] json, Class<T> type) {
    return read(LEAN.readerFor(type).withAttribute(RawJson.Reader.SOURCE, json), json, type);
  }

  private static <T> T read(ObjectReader reader, byte[] json, Class<T> type) {
    try {
      T value = type.cast(reader.readValue(json));
      if (value == null) {
        throw new ContractException("expected an object, got null");
      }
      return value;
    } catch (JacksonException e) {
      throw new ContractException(reason(e));
    }
  }

  /** Returns JSON as a tree, whichever way it was read. */
  public static JsonNode tree(JsonNode json) {
    RawJson raw = RawJson.of(json);
    return raw == null ? json : MAPPER.readTree(raw.text());
  }

  /** Returns JSON as {@link #readLean} would have read it: lists and objects as their text. */
  public static JsonNode lean(JsonNode json) {
    return RawJson.of(json) == null ? readLean(bytes(json), JsonNode.class) : json;
  }

  /** Returns what JSON that was read {@link #readLean lean} takes of memory, in bytes at most. */
  public static long footprint(JsonNode json) {
    RawJson raw = RawJson.of(json);
    return raw == null ? 2L * bytes(json).length : 2L * raw.text().length();
  }

  /** Returns how many values JSON has that was read {@link #readLean lean}. */
  public static int values(JsonNode json) {
    RawJson raw = RawJson.of(json);
    return raw == null ? 1 : raw.values();
  }

  /**
   * Checks JSON of a user: all that are within the limit can be wrapped, stored and read again.
   *
   * @throws ContractException if it is deeper than {@link Limits#DEPTH}, or has a number that no
   *     double holds
   */
  public static void check(JsonNode json, String field) {
    RawJson raw = RawJson.of(json);
    if (raw != null) {
      depth(raw.depth(), field);
      finite(raw.finite(), field);
      return;
    }
    Deque<Iterator<JsonNode>> within = new ArrayDeque<>();
    within.push(List.of(json).iterator());
    while (!within.isEmpty()) {
      if (!within.element().hasNext()) {
        within.pop();
        continue;
      }
      JsonNode node = within.element().next();
      if (node.isContainer()) {
        depth(within.size(), field);
        within.push(node.values().iterator());
      } else if (node.isFloatingPointNumber()) {
        finite(Double.isFinite(node.doubleValueOpt().orElse(Double.NaN)), field);
      }
    }
  }

  private static void depth(int levels, String field) {
    if (levels > Limits.DEPTH) {
      throw new ContractException(
          field + ": too deep, expected at most " + Limits.DEPTH + " levels");
    }
  }

  private static void finite(boolean finite, String field) {
    if (!finite) {
      throw new ContractException(field + ": a number is out of the range of a double");
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
