package io.breakwater.client.internal;

import io.breakwater.policy.FleetMember;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the servers of a tier answer about an account. */
final class FleetAnswers {
  private static final Logger log = LoggerFactory.getLogger(FleetAnswers.class);

  private FleetAnswers() {}

  /**
   * How many connections there are.
   *
   * @param servers how many servers answered
   * @param connections how many connections they have together
   */
  record Count(int servers, int connections) {}

  /**
   * One connection.
   *
   * @param member who it is
   * @param startNanos when its server accepted it, nanoseconds since the epoch by that one's clock
   */
  record Listed(FleetMember member, long startNanos) {}

  /** Reads the answers to {@link FleetQuery#COUNT}; what is none of them counts for nothing. */
  static Count count(List<byte[]> answers) {
    int servers = 0;
    int connections = 0;
    for (JsonValue data : data(answers)) {
      for (JsonValue account : JsonValueUtils.readArray(data, "account_statz")) {
        connections += JsonValueUtils.readInteger(account, "conns", 0);
        servers++;
      }
    }
    return new Count(servers, connections);
  }

  /** Reads the answers to {@link FleetQuery#LIST}; what is none of them counts for nothing. */
  static List<Listed> list(List<byte[]> answers) {
    List<Listed> list = new ArrayList<>();
    for (JsonValue data : data(answers)) {
      String server = JsonValueUtils.readString(data, "server_id", "");
      for (JsonValue connection : JsonValueUtils.readArray(data, "connections")) {
        ZonedDateTime start = JsonValueUtils.readDate(connection, "start");
        list.add(
            new Listed(
                new FleetMember(
                    JsonValueUtils.readString(connection, "name", ""),
                    server,
                    JsonValueUtils.readLong(connection, "cid", -1)),
                start == null ? 0 : start.toEpochSecond() * 1_000_000_000 + start.getNano()));
      }
    }
    return list;
  }

  private static List<JsonValue> data(List<byte[]> answers) {
    List<JsonValue> data = new ArrayList<>();
    for (byte[] answer : answers) {
      try {
        JsonValue read = JsonValueUtils.readValue(JsonParser.parse(answer), "data");
        if (read != null) {
          data.add(read);
        }
      } catch (JsonParseException e) {
        log.debug("fleet: an answer that is no JSON", e);
      }
    }
    return data;
  }
}
