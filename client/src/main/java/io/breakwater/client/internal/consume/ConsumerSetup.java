package io.breakwater.client.internal.consume;

import io.breakwater.client.BusException;
import io.breakwater.client.ConsumerConflictException;
import io.breakwater.client.ConsumerSpec;
import io.breakwater.client.JetStreamRefusedException;
import io.breakwater.client.NoStreamException;
import io.breakwater.client.StreamNotFoundException;
import io.nats.client.api.ClusterInfo;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees that a durable consumer is there, as it was told. For one thread; blocks. */
final class ConsumerSetup {
  private static final Logger log = LoggerFactory.getLogger(PullConsumer.class);

  private final ConsumerSpec spec;
  private final String what;
  private final Settled settled = new Settled();
  private final Patience patience = new Patience();
  private @Nullable ZonedDateTime lastStream;

  ConsumerSetup(ConsumerSpec spec) {
    this.spec = spec;
    what = "consumer " + spec.durable() + " of stream " + spec.stream();
  }

  /**
   * Returns the consumer, made if it was not there.
   *
   * @throws BusException if it cannot be as told
   * @throws IOException if the server does not say
   */
  Established on(Line line) throws IOException, InterruptedException {
    JetStreamApi api = new JetStreamApi(line.connection(), what, patience);
    StreamInfo stream =
        api.stream(spec.stream())
            .orElseThrow(() -> new StreamNotFoundException(spec.stream(), what));
    checkDeadLetters(new JetStreamApi(line.connection(), what + ", dead letters", patience));
    Optional<ConsumerInfo> there = api.consumer(spec.stream(), spec.durable());
    boolean ahead = there.isPresent() && isAhead(there.get(), stream, api);
    if (ahead) {
      log.warn("{}: its stream has lost the latest messages; the consumer is made anew", what);
      api.delete(spec.stream(), spec.durable());
      there = Optional.empty();
    }
    if (there.isEmpty()) {
      checkFilters(stream.getConfiguration(), api);
    }
    ConsumerInfo info =
        there.isPresent()
            ? checked(there.get())
            : api.create(spec.stream(), ahead ? fromTheStart() : told(stream));
    patience.answered();
    lastStream = stream.getCreateTime();
    long maxBatch = info.getConsumerConfiguration().getMaxBatch();
    return new Established(
        line,
        stream.getCreateTime(),
        info.getConsumerConfiguration().getAckWait(),
        maxBatch <= 0 ? Integer.MAX_VALUE : (int) maxBatch,
        there.isEmpty());
  }

  private ConsumerInfo checked(ConsumerInfo there) {
    List<String> differences = Differences.of(spec.consumer(), there.getConsumerConfiguration());
    if (!differences.isEmpty()) {
      throw new ConsumerConflictException(spec.stream(), spec.durable(), differences);
    }
    return there;
  }

  /**
   * In a stream that took the place of the one we know, all is new to us, whatever was told about
   * where to begin: it may have got messages before the consumer.
   */
  private ConsumerConfiguration told(StreamInfo stream) {
    if (lastStream == null || lastStream.equals(stream.getCreateTime())) {
      return spec.consumer();
    }
    return fromTheStart();
  }

  /**
   * Returns if the consumer has acknowledged more than the stream has ever had: an older copy of
   * the stream has become the one that counts. The server would take as many new messages for
   * acknowledged ones, and never deliver them (seen with nats-server 2.9.10).
   */
  private boolean isAhead(ConsumerInfo consumer, StreamInfo stream, JetStreamApi api)
      throws IOException, InterruptedException {
    long acknowledged = consumer.getAckFloor().getStreamSequence();
    if (acknowledged <= stream.getStreamState().getLastSequence()) {
      settled.forget();
      return false;
    }
    // Others may have put and acknowledged some between the two answers: what the stream says later
    // decides.
    Optional<StreamInfo> later = api.stream(spec.stream());
    if (later.isEmpty() || acknowledged <= later.get().getStreamState().getLastSequence()) {
      settled.forget();
      return false;
    }
    ClusterInfo cluster = later.get().getClusterInfo();
    boolean replicated = later.get().getConfiguration().getReplicas() > 1;
    String leader = cluster == null ? null : cluster.getLeader();
    if (!settled.by(replicated, leader, System.nanoTime())) {
      throw new IOException("the leader of the stream may not have all messages yet");
    }
    return true;
  }

  private ConsumerConfiguration fromTheStart() {
    return ConsumerConfiguration.builder(spec.consumer())
        .deliverPolicy(DeliverPolicy.All)
        .startSequence(ConsumerConfiguration.ULONG_UNSET)
        .startTime(null)
        .build();
  }

  /**
   * A consumer whose filter no message of the stream can match would wait for ever; from
   * nats-server 2.10 on the server makes it without a word. A stream that takes its messages from
   * others, or renames them, may have any subject; one whose subjects were others before may have
   * messages of those.
   */
  private void checkFilters(StreamConfiguration stream, JetStreamApi api)
      throws IOException, InterruptedException {
    if (stream.getMirror() != null
        || !stream.getSources().isEmpty()
        || stream.getSubjectTransform() != null) {
      return;
    }
    for (String filter : spec.filterSubjects()) {
      if (!api.covering(filter).contains(spec.stream()) && !api.has(spec.stream(), filter)) {
        throw new NoStreamException(what + ", which filters " + filter);
      }
    }
  }

  private void checkDeadLetters(JetStreamApi api) throws IOException, InterruptedException {
    List<String> covering = api.covering(spec.deadLetter());
    if (covering.isEmpty()) {
      throw new NoStreamException(what + ", dead letters to " + spec.deadLetter());
    }
    if (spec.filterSubjects().isEmpty() && covering.contains(spec.stream())) {
      throw new JetStreamRefusedException(
          what, "it would consume its own dead letters from " + spec.deadLetter());
    }
  }
}
