package io.breakwater.controlplane.store;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.PurgeOptions;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away what all durable consumers of a stream have acknowledged, a look later than it was
 * seen to be so: a consumer that is set back finds again what it has just had. Nothing goes that
 * somebody may still want: not where a consumer gives no answer, or knows of more messages than the
 * stream has, and not where there is no consumer. For one thread.
 */
public final class Acknowledged {
  private static final Logger log = LoggerFactory.getLogger(Acknowledged.class);
  private static final List<Streams> SWEPT =
      List.of(Streams.SUBMIT, Streams.RESULT, Streams.DISPATCH);

  private final Bus bus;

  /** Up to which message all was acknowledged at the look before. */
  private final Map<Streams, Long> before = new EnumMap<>(Streams.class);

  /** Creates one that has not looked yet. */
  public Acknowledged(Bus bus) {
    this.bus = bus;
  }

  /**
   * Looks at all streams, and takes away what can go; best effort. Blocks.
   *
   * @param submissions of {@link Streams#SUBMIT}, up to which message it may
   */
  public void sweep(long submissions) {
    for (Streams stream : SWEPT) {
      long most = stream == Streams.SUBMIT ? submissions : Long.MAX_VALUE;
      try {
        sweep(stream, most, bus.connection().jetStreamManagement());
      } catch (IOException | JetStreamApiException | BusException | IllegalStateException e) {
        log.debug("stream {}: what is done with stays for now: {}", stream, e.getMessage());
      }
    }
  }

  private void sweep(Streams stream, long most, JetStreamManagement management)
      throws IOException, JetStreamApiException {
    OptionalLong now = acknowledged(stream.stream(), management);
    Long until = now.isPresent() ? before.put(stream, now.getAsLong()) : before.remove(stream);
    if (until != null && Math.min(until, most) > 0 && now.isPresent() && now.getAsLong() >= until) {
      var unused =
          management.purgeStream(
              stream.stream(), PurgeOptions.builder().sequence(Math.min(until, most) + 1).build());
    }
  }

  /** Returns the last message before which nobody wants any; empty if that is not certain. */
  private static OptionalLong acknowledged(String stream, JetStreamManagement management)
      throws IOException, JetStreamApiException {
    long last = management.getStreamInfo(stream).getStreamState().getLastSequence();
    List<String> names = management.getConsumerNames(stream);
    List<ConsumerInfo> consumers = management.getConsumers(stream);
    boolean all =
        consumers.stream().map(ConsumerInfo::getName).toList().containsAll(names)
            && consumers.stream()
                .allMatch(it -> it.getAckFloor().getStreamSequence() <= Math.max(last, 0));
    return all
        ? consumers.stream().mapToLong(it -> acknowledged(it, last)).min()
        : OptionalLong.empty();
  }

  /** One that has a part of the stream only is done with the rest, too. */
  private static long acknowledged(ConsumerInfo consumer, long last) {
    boolean part = consumer.getConsumerConfiguration().getFilterSubject() != null;
    boolean idle = consumer.getNumPending() == 0 && consumer.getNumAckPending() == 0;
    return part && idle ? last : consumer.getAckFloor().getStreamSequence();
  }
}
