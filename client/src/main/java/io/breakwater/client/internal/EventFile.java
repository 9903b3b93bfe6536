package io.breakwater.client.internal;

import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.LifecycleListener;
import io.nats.client.support.JsonValue;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends the lifecycle to a file, one JSON object a line ({@code at}, {@code source}, {@code
 * type}, {@code attributes}), for those who measure. A file that cannot be written is reported once
 * and is no reason to stop a service.
 */
final class EventFile implements LifecycleListener, AutoCloseable {
  /** The environment variable that names the file. */
  static final String VARIABLE = "BREAKWATER_EVENT_LOG";

  private static final Logger log = LoggerFactory.getLogger(EventFile.class);

  private final Writer writer;
  private final String source;
  private boolean broken;

  private EventFile(Writer writer, String source) {
    this.writer = writer;
    this.source = source;
  }

  /**
   * Opens the file that the variable names, for appending; empty if it names none, or one that
   * cannot be opened, which is logged.
   */
  static Optional<EventFile> open(Map<String, String> environment, String source) {
    String file = environment.getOrDefault(VARIABLE, "");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new EventFile(
              Files.newBufferedWriter(
                  Path.of(file),
                  StandardCharsets.UTF_8,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.APPEND),
              source));
    } catch (IOException | InvalidPathException e) {
      log.error("{} - {}: cannot append to {}: {}", source, VARIABLE, file, reason(e));
      return Optional.empty();
    }
  }

  private static String reason(Exception e) {
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  @Override
  public void onEvent(LifecycleEvent event) {
    if (broken) {
      return;
    }
    try {
      writer.write(new JsonValue(line(event)).toJson());
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      broken = true;
      log.warn("{} - {}: no more events are written: {}", source, VARIABLE, e.getMessage());
    }
  }

  private Map<String, JsonValue> line(LifecycleEvent event) {
    Map<String, JsonValue> line = new LinkedHashMap<>();
    put(line, "at", event.at());
    put(line, "source", source);
    Map<String, JsonValue> attributes = new LinkedHashMap<>();
    put(line, "type", describe(event, attributes));
    line.put("attributes", new JsonValue(attributes));
    return line;
  }

  /**
   * Puts what the event says into the attributes, and returns its type. Times are ISO-8601 in UTC,
   * durations milliseconds.
   */
  private static String describe(LifecycleEvent event, Map<String, JsonValue> fields) {
    if (event instanceof LifecycleEvent.Attempted e) {
      put(fields, "startedAt", e.startedAt());
      put(fields, "attempt", e.attempt());
      put(fields, "server", e.server());
      put(fields, "outcome", e.outcome());
      put(fields, "tookMillis", e.took().toMillis());
      if (e.cause() != null) {
        put(fields, "cause", e.cause());
      }
      return "attempted";
    }
    if (event instanceof LifecycleEvent.Opened e) {
      put(fields, "servers", e.servers());
      return "opened";
    }
    if (event instanceof LifecycleEvent.Connected e) {
      put(fields, "server", e.server());
      put(fields, "afterMillis", e.after().toMillis());
      put(fields, "attempts", e.attempts());
      return "connected";
    }
    if (event instanceof LifecycleEvent.Disconnected e) {
      put(fields, "server", e.server());
      return "disconnected";
    }
    if (event instanceof LifecycleEvent.Reconnected e) {
      put(fields, "server", e.server());
      put(fields, "outageMillis", e.outage().toMillis());
      put(fields, "attempts", e.attempts());
      return "reconnected";
    }
    if (event instanceof LifecycleEvent.OutageContinues e) {
      put(fields, "outageMillis", e.age().toMillis());
      put(fields, "attempts", e.attempts());
      return "outage-continues";
    }
    if (event instanceof LifecycleEvent.ConnectionReplaced e) {
      put(fields, "generation", e.generation());
      put(fields, "reason", e.reason());
      return "connection-replaced";
    }
    if (event instanceof LifecycleEvent.ServerRemoved e) {
      put(fields, "server", e.server());
      put(fields, "failures", e.failures());
      put(fields, "remaining", e.remaining());
      return "server-removed";
    }
    if (event instanceof LifecycleEvent.FleetSeen e) {
      e.facts().connections().ifPresent(n -> put(fields, "connections", n));
      e.facts().connectRate().ifPresent(c -> fields.put("connectRate", new JsonValue(c)));
      e.facts().rank().ifPresent(rank -> put(fields, "rank", rank));
      put(fields, "periodMillis", e.period().toMillis());
      return "fleet-seen";
    }
    if (event instanceof LifecycleEvent.DrainStarted e) {
      put(fields, "messages", e.messages());
      put(fields, "bytes", e.bytes());
      put(fields, "ageMillis", e.age().toMillis());
      if (e.expected() != null) {
        put(fields, "expectedMillis", e.expected().toMillis());
      }
      return "drain-started";
    }
    if (event instanceof LifecycleEvent.DrainEnded e) {
      put(fields, "messages", e.messages());
      put(fields, "tookMillis", e.took().toMillis());
      return "drain-ended";
    }
    if (event instanceof LifecycleEvent.Indeterminate e) {
      put(fields, "first", e.range().first());
      put(fields, "last", e.range().last());
      return "indeterminate";
    }
    if (event instanceof LifecycleEvent.OutboxRecovered e) {
      put(fields, "messages", e.messages());
      if (e.damage() != null) {
        put(fields, "damage", e.damage());
      }
      return "outbox-recovered";
    }
    if (event instanceof LifecycleEvent.StreamCreated e) {
      put(fields, "stream", e.stream());
      put(fields, "again", e.again());
      return "stream-created";
    }
    if (event instanceof LifecycleEvent.ConsumerStarted e) {
      put(fields, "stream", e.stream());
      put(fields, "consumer", e.consumer());
      put(fields, "created", e.created());
      return "consumer-started";
    }
    if (event instanceof LifecycleEvent.ConsumerStopped e) {
      put(fields, "stream", e.stream());
      put(fields, "consumer", e.consumer());
      put(fields, "unfinished", e.unfinished());
      return "consumer-stopped";
    }
    if (event instanceof LifecycleEvent.JetStreamRefused e) {
      put(fields, "what", e.what());
      put(fields, "cause", e.cause());
      return "jetstream-refused";
    }
    if (event instanceof LifecycleEvent.DeadLettered e) {
      put(fields, "stream", e.stream());
      put(fields, "consumer", e.consumer());
      put(fields, "subject", e.subject());
      put(fields, "sequence", e.sequence());
      put(fields, "deliveries", e.deliveries());
      put(fields, "to", e.to());
      put(fields, "reason", e.reason());
      return "dead-lettered";
    }
    if (event instanceof LifecycleEvent.LameDuck e) {
      put(fields, "server", e.server());
      return "lame-duck";
    }
    if (event instanceof LifecycleEvent.LeavingLameDuck e) {
      put(fields, "server", e.server());
      return "leaving-lame-duck";
    }
    if (event instanceof LifecycleEvent.Warned e) {
      put(fields, "text", e.text());
      return "warned";
    }
    if (event instanceof LifecycleEvent.Failed e) {
      put(fields, "cause", e.cause());
      return "failed";
    }
    if (event instanceof LifecycleEvent.Closed) {
      return "closed";
    }
    throw new IllegalArgumentException("no such event: " + event);
  }

  private static void put(Map<String, JsonValue> fields, String name, Object value) {
    fields.put(
        name,
        value instanceof Number number
            ? new JsonValue(number.longValue())
            : new JsonValue(value.toString()));
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      log.warn("{} - {}: {}", source, VARIABLE, e.getMessage());
    }
  }
}
