package io.breakwater.journal;

import static java.util.stream.Collectors.joining;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The one way in which this module speaks JSON. */
final class Json {

  /**
   * Fields in the order in which they are declared, so that two journals can be compared by eye;
   * null is written; unknown fields are ignored (Jackson 3's default), so that an older Breakwater
   * reads a newer journal.
   */
  static final JsonMapper MAPPER =
      JsonMapper.builder().disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY).build();

  static final JsonMapper PRETTY =
      MAPPER.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Where Jackson says which source it read, which it then does not tell. */
  private static final Pattern SOURCE = Pattern.compile("\\s*\\([^()]*\\[Source:.*$");

  private Json() {}

  /**
   * Returns what is wrong and where, in one line for a person: Jackson's own texts name our classes
   * where the reader of the line knows only the file.
   */
  static String reason(JacksonException e) {
    String what;
    if (e instanceof UnexpectedEndOfInputException) {
      return "ends in the middle (line " + e.getLocation().getLineNr() + ")";
    }
    if (e instanceof StreamReadException) {
      what = firstLine(e.getOriginalMessage());
    } else if (e.getCause() instanceof NullPointerException missing) {
      what = (missing.getMessage() == null ? "an element" : missing.getMessage()) + " is missing";
    } else if (e.getCause() instanceof IllegalArgumentException outOfRange) {
      what = firstLine(outOfRange.getMessage());
    } else {
      what = "a value of the wrong kind";
    }
    String path = e.getPath().stream().map(Json::step).collect(joining());
    String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    return line
        + what
        + (path.isEmpty() ? "" : " at " + path.substring(path.startsWith(".") ? 1 : 0));
  }

  private static String step(JacksonException.Reference step) {
    return step.getPropertyName() == null
        ? "[" + step.getIndex() + "]"
        : "." + step.getPropertyName();
  }

  private static String firstLine(@Nullable String text) {
    String line = text == null ? "" : text.lines().findFirst().orElse("");
    String plain = SOURCE.matcher(line).replaceFirst("");
    return plain.isEmpty() ? "unreadable" : plain;
  }
}
