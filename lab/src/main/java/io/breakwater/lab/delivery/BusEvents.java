package io.breakwater.lab.delivery;

import io.breakwater.client.LifecycleEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What buses tell, as far as it matters to messages, as lines of {@code events.jsonl}. */
final class BusEvents {
  private BusEvents() {}

  static void write(LoadRecord record, String source, LifecycleEvent event) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    if (event instanceof LifecycleEvent.Connected) {
      record.event(source, "connected", attributes);
    } else if (event instanceof LifecycleEvent.Disconnected) {
      record.event(source, "disconnected", attributes);
    } else if (event instanceof LifecycleEvent.Reconnected it) {
      attributes.put("outageMillis", it.outage().toMillis());
      record.event(source, "reconnected", attributes);
    } else if (event instanceof LifecycleEvent.Indeterminate it) {
      attributes.put("first", it.range().first());
      attributes.put("last", it.range().last());
      record.event(source, "indeterminate", attributes);
    } else if (event instanceof LifecycleEvent.DrainStarted it) {
      attributes.put("messages", it.messages());
      attributes.put("expectedMillis", it.expected() == null ? null : it.expected().toMillis());
      record.event(source, "drain-started", attributes);
    } else if (event instanceof LifecycleEvent.DrainEnded it) {
      attributes.put("messages", it.messages());
      attributes.put("tookMillis", it.took().toMillis());
      record.event(source, "drain-ended", attributes);
    } else if (event instanceof LifecycleEvent.StreamCreated it) {
      attributes.put("stream", it.stream());
      attributes.put("again", it.again());
      record.event(source, "stream-created", attributes);
    } else if (event instanceof LifecycleEvent.ConsumerStarted it) {
      attributes.put("consumer", it.consumer());
      attributes.put("created", it.created());
      record.event(source, "consumer-started", attributes);
    } else if (event instanceof LifecycleEvent.Warned it) {
      attributes.put("text", it.text());
      record.event(source, "warned", attributes);
    }
  }
}
