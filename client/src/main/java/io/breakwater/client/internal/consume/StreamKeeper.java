package io.breakwater.client.internal.consume;

import io.breakwater.client.LifecycleEvent;
import io.nats.client.api.StreamConfiguration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The streams that the bus was told of, each looked after on its own. */
final class StreamKeeper implements AutoCloseable {
  private final Map<String, KeptStream> streams = new ConcurrentHashMap<>();
  private final String threadPrefix;
  private final Connections connections;
  private final Consumer<LifecycleEvent> events;
  private final Runnable looked;

  /**
   * Creates a keeper of nothing.
   *
   * @param looked called after each look at a stream
   */
  StreamKeeper(
      String threadPrefix,
      Connections connections,
      Consumer<LifecycleEvent> events,
      Runnable looked) {
    this.threadPrefix = threadPrefix;
    this.connections = connections;
    this.events = events;
    this.looked = looked;
  }

  /** See {@link io.breakwater.client.BusJetStream#ensure}. Not to be called once it is closed. */
  CompletionStage<Void> ensure(StreamConfiguration told) {
    KeptStream kept = streams.computeIfAbsent(told.getName(), name -> keep(told));
    if (!kept.told().toJson().equals(told.toJson())) {
      throw new IllegalArgumentException(
          "stream " + told.getName() + ": told before with another configuration");
    }
    kept.look();
    return kept.there();
  }

  private KeptStream keep(StreamConfiguration told) {
    KeptStream kept =
        new KeptStream(threadPrefix + told.getName(), told, connections, events, looked);
    kept.start();
    return kept;
  }

  /** Returns if the stream has been seen to on this line, with whatever result, or is not kept. */
  boolean ready(String stream, Line line) {
    KeptStream kept = streams.get(stream);
    return kept == null || kept.seenOn(line);
  }

  /** Returns if all streams have been seen to on this line. */
  boolean ready(Line line) {
    return streams.values().stream().allMatch(kept -> kept.seenOn(line));
  }

  /** Returns why a stream has not been seen to; null if nothing is known to be wrong. */
  @Nullable String trouble(String stream) {
    KeptStream kept = streams.get(stream);
    return kept == null ? null : kept.trouble();
  }

  /**
   * Somebody misses a stream.
   *
   * @return false if the keeper does not know it
   */
  boolean missing(String stream) {
    KeptStream kept = streams.get(stream);
    if (kept != null) {
      kept.missing();
    }
    return kept != null;
  }

  /** Somebody misses a stream, and does not know which. */
  void lookAgain() {
    streams.values().forEach(KeptStream::missing);
  }

  @Override
  public void close() {
    streams.values().forEach(KeptStream::close);
  }
}
