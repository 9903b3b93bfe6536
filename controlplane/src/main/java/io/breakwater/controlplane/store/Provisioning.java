package io.breakwater.controlplane.store;

import io.breakwater.client.Bus;
import io.nats.client.api.StreamConfiguration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Makes sure that all streams and buckets are there. */
public final class Provisioning {
  private Provisioning() {}

  /** Tells the bus of all streams and buckets, one copy of each; see {@link #ensure(Bus, int)}. */
  public static CompletionStage<Void> ensure(Bus bus) {
    return ensure(bus, 1);
  }

  /**
   * Tells the bus of all streams and buckets: they are made now, and on each connection where they
   * are missing, before any consumer of the bus starts. May be called before the bus is connected.
   *
   * @param replicas how many servers keep a copy; all services must say the same
   * @return completes when all are there; fails as {@code BusJetStream.ensure} does
   */
  public static CompletionStage<Void> ensure(Bus bus, int replicas) {
    Stream<StreamConfiguration> all =
        Stream.concat(
            Stream.of(Streams.values()).map(stream -> stream.configuration(replicas)),
            Stream.of(Bucket.values()).map(bucket -> bucket.configuration(replicas)));
    return CompletableFuture.allOf(
        all.map(stream -> bus.jetStream().ensure(stream).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }
}
