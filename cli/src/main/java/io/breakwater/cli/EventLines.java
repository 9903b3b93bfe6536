package io.breakwater.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Puts the lines of an event stream together. */
final class EventLines {
  /**
   * An event.
   *
   * @param kind job, run, connected or disconnected
   */
  record Event(String kind, JsonNode data) {}

  private String kind = "";
  private String data = "";
  private @Nullable String lastId;

  /** Takes a line, and returns the event that it completes. */
  Optional<Event> take(String line) {
    if (line.isEmpty()) {
      String body = data;
      data = "";
      return body.isEmpty()
          ? Optional.empty()
          : Optional.of(new Event(kind, GatewayClient.parse(body)));
    }
    if (line.startsWith("event:")) {
      kind = line.substring(6).strip();
    } else if (line.startsWith("data:")) {
      data += line.substring(5).strip();
    } else if (line.startsWith("id:")) {
      lastId = line.substring(3).strip();
    }
    return Optional.empty();
  }

  /** Returns where to go on after a cut. */
  Optional<String> lastId() {
    return Optional.ofNullable(lastId);
  }
}
