package io.breakwater.controlplane.scheduler;

import io.breakwater.client.Bus;
import io.breakwater.client.BusException;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.StoreException;
import io.breakwater.controlplane.store.StoredMessages;
import io.breakwater.controlplane.store.Streams;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds submissions that the server calls acknowledged though no scheduler ever had them: a
 * consumer whose leader changes while servers are killed may skip a message (nats-server 2.9.10, 4
 * of 5,300 in 19 minutes of chaos). Each message up to what is acknowledged is one that this term
 * has taken, or its job is looked for; and what has no record is taken now. {@link #taken} may be
 * called by any thread, all else by one.
 */
final class Overlooked {
  private static final Logger log = LoggerFactory.getLogger(Overlooked.class);
  private static final String STREAM = Streams.SUBMIT.stream();
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** What a predecessor has taken is read again: so many messages of it in one look. */
  private static final int MOST = 2_000;

  private final Bus bus;
  private final Documents<JobRecord> documents;
  private final Function<JobRequest, CompletionStage<Void>> accept;
  private final Set<Long> taken = ConcurrentHashMap.newKeySet();
  private volatile long seen;

  /**
   * Creates one that has seen nothing.
   *
   * @param accept takes a job; completes when it is stored
   */
  Overlooked(
      Bus bus, Documents<JobRecord> documents, Function<JobRequest, CompletionStage<Void>> accept) {
    this.bus = bus;
    this.documents = documents;
    this.accept = accept;
  }

  /** A message has been taken, and is about to be acknowledged. */
  void taken(Message message) {
    taken.add(message.metaData().streamSequence());
  }

  /** Returns up to which message nothing is overlooked. */
  long seen() {
    return seen;
  }

  /** Looks at what has been acknowledged since the last look. Blocks. */
  void look() throws InterruptedException {
    try {
      look(bus.connection().jetStreamManagement());
    } catch (IOException
        | JetStreamApiException
        | BusException
        | StoreException
        | TimeoutException
        | IllegalStateException e) {
      log.debug("what is acknowledged is looked at later: {}", e.toString());
    }
  }

  private void look(JetStreamManagement management)
      throws IOException, JetStreamApiException, InterruptedException, TimeoutException {
    long acknowledged =
        management
            .getConsumerInfo(STREAM, Intake.SUBMISSIONS.durable())
            .getAckFloor()
            .getStreamSequence();
    StreamState state = management.getStreamInfo(STREAM).getStreamState();
    long from = Math.max(seen + 1, state.getFirstSequence());
    long to = Math.min(acknowledged, state.getLastSequence());
    int examined = 0;
    for (long sequence = from; sequence <= to && examined < MOST; sequence++) {
      if (!taken.remove(sequence)) {
        examine(management, sequence);
        examined++;
      }
      seen = sequence;
    }
    taken.removeIf(sequence -> sequence <= seen);
  }

  private void examine(JetStreamManagement management, long sequence)
      throws IOException, JetStreamApiException, InterruptedException, TimeoutException {
    Optional<MessageInfo> message = StoredMessages.at(management, STREAM, sequence);
    if (message.isEmpty() || !Intake.isTakenSize(message.get().getData())) {
      return; // Gone, or with the dead letters.
    }
    JobRequest request;
    try {
      request = Json.readLean(message.get().getData(), JobRequest.class);
    } catch (ContractException e) {
      return; // It is with the dead letters.
    }
    if (await(documents.get(request.id())).isEmpty()) {
      log.warn(
          "job {}: its submission, message {} of {}, was acknowledged and never delivered; it is"
              + " taken now",
          request.id(),
          sequence,
          STREAM);
      var unused = await(accept.apply(request));
    }
  }

  private static <T> T await(CompletionStage<T> stage)
      throws InterruptedException, TimeoutException {
    try {
      return stage.toCompletableFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
