package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.contract.RunRecord;
import io.breakwater.controlplane.store.Bucket;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes in the buckets of jobs and runs, in order, as one client sees them. Reads when it is
 * asked to, a portion at a time: while the client does not read, nothing is read for it.
 */
final class EventSource implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventSource.class);

  /** Longer than a client may take to read. */
  private static final Duration IDLE = Duration.ofMinutes(5);

  private final Ask ask;
  private final ChangeSignal signal;
  private final EventScope scope;
  private final int share;
  private final List<Feed> feeds = new ArrayList<>();
  private final BlockingQueue<Boolean> woken = new ArrayBlockingQueue<>(1);
  private final ChangeSignal.Listener listener = this::changed;
  private EventPosition position;

  private EventSource(
      Ask ask, ChangeSignal signal, EventScope scope, int share, EventPosition position) {
    this.ask = ask;
    this.signal = signal;
    this.scope = scope;
    this.share = share;
    this.position = position;
    scope.jobs().ifPresent(key -> feeds.add(new Feed(Bucket.JOBS, key, position.jobs() + 1)));
    scope.runs().ifPresent(key -> feeds.add(new Feed(Bucket.RUNS, key, position.runs() + 1)));
  }

  /**
   * Begins after a position; after all that there is now if there is none. A position beyond the
   * end is from a broker that has lost its data: all that there is is news then.
   *
   * @param share how many bytes of changes it may have in memory
   */
  static EventSource open(
      Ask ask,
      ChangeSignal signal,
      EventScope scope,
      @Nullable EventPosition after,
      int share,
      Deadline deadline)
      throws IOException, JetStreamApiException {
    long jobs = last(ask, Bucket.JOBS, deadline);
    long runs = last(ask, Bucket.RUNS, deadline);
    EventPosition from =
        after == null
            ? new EventPosition(jobs, runs)
            : new EventPosition(
                after.jobs() > jobs ? 0 : after.jobs(), after.runs() > runs ? 0 : after.runs());
    EventSource source = new EventSource(ask, signal, scope, share, from);
    signal.add(source.listener, deadline);
    source.wake();
    return source;
  }

  private static long last(Ask ask, Bucket bucket, Deadline deadline)
      throws IOException, JetStreamApiException {
    return ask.streams(deadline).getStreamInfo(bucket.stream()).getStreamState().getLastSequence();
  }

  private void changed(Bucket bucket, String key) {
    if (woken.isEmpty() && scope.has(bucket, key)) {
      wake();
    }
  }

  private void wake() {
    var unused = woken.offer(true);
  }

  /** Returns how far it has read. */
  EventPosition position() {
    return position;
  }

  /**
   * Returns the next changes that there are; none if there are none now.
   *
   * @throws ReadingRoom.FullException if there is no room to read, and nothing was read
   * @throws IOException if the broker does not answer: it is to be opened anew
   */
  List<Change> next(Deadline deadline) throws IOException, JetStreamApiException {
    woken.clear();
    List<Change> changes = new ArrayList<>();
    for (Feed feed : feeds) {
      try {
        feed.read(changes, deadline);
      } catch (ReadingRoom.FullException e) {
        if (changes.isEmpty()) {
          throw e;
        }
        // What the other bucket had is behind the position already: it has to be told.
        wake();
        break;
      }
      position = position.with(feed.bucket, feed.from - 1);
    }
    return changes;
  }

  /** Waits until something may have changed, or the time is over. */
  void await(Duration patience) throws InterruptedException {
    if (woken.poll(patience.toNanos(), TimeUnit.NANOSECONDS) != null) {
      wake();
    }
  }

  /** Returns if something may have changed since it was read last. */
  boolean isWoken() {
    return !woken.isEmpty();
  }

  @Override
  public void close() {
    signal.remove(listener);
    feeds.forEach(Feed::close);
  }

  /** One bucket, read from a revision on. */
  private final class Feed {
    private final Bucket bucket;
    private final String key;
    private long from;
    private @Nullable StreamReader reader;

    Feed(Bucket bucket, String key, long from) {
      this.bucket = bucket;
      this.key = key;
      this.from = from;
    }

    void read(List<Change> changes, Deadline deadline) throws IOException, JetStreamApiException {
      if (reader == null) {
        reader = StreamReader.open(ask, bucket.stream(), bucket.subject(key), from, IDLE, deadline);
      }
      int[] bytes = {0};
      boolean[] full = {false};
      int read =
          reader.readNow(
              StreamReader.PORTION,
              deadline,
              message -> {
                full[0] |= bytes[0] > share;
                if (!full[0]) {
                  from = message.metaData().streamSequence() + 1;
                  Optional<Change> change = change(message);
                  change.ifPresent(changes::add);
                  bytes[0] += change.map(it -> it.json().length()).orElse(0);
                }
              });
      if (read > 0) {
        // There may be more, also where none of these were for this client.
        wake();
      }
      if (full[0]) {
        // The rest of the portion is read again, when the client has what is here.
        close();
      }
    }

    private Optional<Change> change(Message message) {
      byte[] body = message.getData();
      if (body == null || body.length == 0) {
        return Optional.empty();
      }
      long revision = message.metaData().streamSequence();
      try {
        return view(body).map(view -> new Change(bucket, revision, text(view)));
      } catch (ContractException e) {
        log.warn("gateway: {} is not readable: {}", message.getSubject(), e.getMessage());
        return Optional.empty();
      }
    }

    private String text(Object view) {
      return new String(Json.bytes(view), StandardCharsets.UTF_8);
    }

    private Optional<Object> view(byte[] body) {
      if (bucket == Bucket.JOBS) {
        JobRecord job = Json.readLean(body, JobRecord.class);
        return job.request().tenant().equals(scope.tenant())
            ? Optional.of(JobView.summary(job))
            : Optional.empty();
      }
      RunRecord run = Json.readLean(body, RunRecord.class);
      return run.tenant().equals(scope.tenant())
          ? Optional.of(RunView.summary(run))
          : Optional.empty();
    }

    void close() {
      if (reader != null) {
        reader.close();
        reader = null;
      }
    }
  }
}
