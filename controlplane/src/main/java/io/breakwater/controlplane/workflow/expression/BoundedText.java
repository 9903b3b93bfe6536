package io.breakwater.controlplane.workflow.expression;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes JSON up to a length, and stops there: a small tree that has the same large part many times
 * can be written as a text that no memory holds.
 */
public final class BoundedText {
  private BoundedText() {}

  /** Returns the JSON as text, or nothing if that has more characters than it may have. */
  public static Optional<String> of(JsonNode json, int longest) {
    Bounded text = new Bounded(longest);
    try {
      JsonMapper.shared().writeValue(text, json);
      return Optional.of(text.written.toString());
    } catch (JacksonException | UncheckedIOException e) {
      if (text.full) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static final class Bounded extends Writer {
    private final StringBuilder written = new StringBuilder();
    private final int longest;
    private boolean full;

    Bounded(int longest) {
      this.longest = longest;
    }

    @Override
    public void write(char[] characters, int from, int length) throws IOException {
      if (length > longest - written.length()) {
        full = true;
        throw new IOException("too long");
      }
      written.append(characters, from, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
