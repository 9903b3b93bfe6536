package io.breakwater.controlplane.gateway;

import io.breakwater.client.BusException;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Versioned;
import io.javalin.http.Context;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists of one kind of record, a page at a time: those that changed last, or those that are open,
 * by their markers. A page reads a bounded stretch of a stream, however many records there are.
 */
final class Pages<T> {
  private static final Logger log = LoggerFactory.getLogger(Pages.class);

  /** How many records more than asked for one page looks at, for those of other tenants. */
  private static final int STRETCH = 4;

  private static final int ROUNDS = 4;
  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST = 200;

  private final Ask ask;
  private final Bucket records;
  private final Bucket markers;
  private final Class<T> type;
  private final Documents<T> documents;
  private final Function<T, String> tenant;
  private final Function<T, Object> summary;

  Pages(
      Ask ask,
      Bucket records,
      Bucket markers,
      Class<T> type,
      Function<T, String> tenant,
      Function<T, Object> summary) {
    this.ask = ask;
    this.records = records;
    this.markers = markers;
    this.type = type;
    documents = new Documents<>(ask.bus(), records, type);
    this.tenant = tenant;
    this.summary = summary;
  }

  /** Answers with a page, as the query says: {@code open}, {@code limit}, {@code page}. */
  void answer(Context request) {
    Query query = new Query(request, "open", "limit", "page");
    boolean open = query.flag("open");
    int limit = query.number("limit", 1, MOST).map(Long::intValue).orElse(DEFAULT_LIMIT);
    Optional<Long> page = query.number("page", 0, Long.MAX_VALUE);
    String owner = Authentication.caller(request).tenant();
    if (!ask.connected()) {
      throw ProblemException.unavailable("not connected to the broker");
    }
    try {
      Replies.json(request, 200, open ? open(owner, limit, page) : newest(owner, limit, page));
    } catch (IOException | JetStreamApiException | BusException | IllegalStateException e) {
      throw ProblemException.unavailable("the list was not to be had: " + e.getMessage());
    }
  }

  /** Forwards over the markers; the token is the last sequence that was read. */
  private Page open(String owner, int limit, Optional<Long> after)
      throws IOException, JetStreamApiException {
    StreamReader reader = new StreamReader(ask.bus().connection(), markers);
    StreamState state = reader.state();
    long from = Math.max(Math.max(1, state.getFirstSequence()), after.orElse(0L) + 1);
    List<Object> items = new ArrayList<>();
    for (int round = 0;
        round < ROUNDS && items.size() < limit && from <= state.getLastSequence();
        round++) {
      List<Message> marks = new ArrayList<>();
      reader.read(from, limit - items.size(), marks::add);
      for (Versioned<T> record : records(marks)) {
        if (tenant.apply(record.value()).equals(owner)) {
          items.add(summary.apply(record.value()));
        }
      }
      from =
          marks.isEmpty() ? state.getLastSequence() + 1 : sequence(marks.get(marks.size() - 1)) + 1;
    }
    return new Page(items, from <= state.getLastSequence() ? Long.toString(from - 1) : null);
  }

  private List<Versioned<T>> records(List<Message> marks) {
    List<CompletionStage<Optional<Versioned<T>>>> asked =
        marks.stream().map(mark -> documents.get(markers.key(mark.getSubject()))).toList();
    List<Versioned<T>> found = new ArrayList<>();
    for (CompletionStage<Optional<Versioned<T>>> stage : asked) {
      try {
        ask.store(stage).ifPresent(found::add);
      } catch (ContractException e) {
        log.warn(
            "gateway: a record of {} is not readable: {}", records.bucketName(), e.getMessage());
      }
    }
    return found;
  }

  /** Backwards over the records; the token is the lowest sequence that was looked at. */
  private Page newest(String owner, int limit, Optional<Long> before)
      throws IOException, JetStreamApiException {
    StreamReader reader = new StreamReader(ask.bus().connection(), records);
    StreamState state = reader.state();
    long first = Math.max(1, state.getFirstSequence());
    long end = Math.min(state.getLastSequence() + 1, before.orElse(Long.MAX_VALUE));
    int span = limit * STRETCH;
    List<Object> items = new ArrayList<>();
    for (int round = 0; round < ROUNDS && items.size() < limit && end > first; round++) {
      long from = Math.max(first, end - span);
      Deque<Entry> latest = latest(reader, owner, limit - items.size(), from, end);
      latest.descendingIterator().forEachRemaining(entry -> items.add(entry.summary()));
      end = items.size() == limit ? latest.getFirst().sequence() : from;
      span *= 2;
    }
    return new Page(items, end > first ? Long.toString(end) : null);
  }

  /** What is kept of a record while a stretch is read. */
  private record Entry(long sequence, Object summary) {}

  /** Returns the last ones of a stretch, oldest first, and never holds more than those. */
  private Deque<Entry> latest(StreamReader reader, String owner, int most, long from, long end)
      throws IOException, JetStreamApiException {
    Deque<Entry> latest = new ArrayDeque<>();
    reader.read(
        from,
        (int) (end - from),
        message -> {
          long sequence = sequence(message);
          Optional<T> record = sequence < end ? record(message) : Optional.empty();
          if (record.isPresent() && tenant.apply(record.get()).equals(owner)) {
            latest.addLast(new Entry(sequence, summary.apply(record.get())));
            if (latest.size() > most) {
              latest.removeFirst();
            }
          }
        });
    return latest;
  }

  private Optional<T> record(Message message) {
    byte[] body = message.getData();
    if (body == null || body.length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(body, type));
    } catch (ContractException e) {
      log.warn("gateway: {} is not readable: {}", message.getSubject(), e.getMessage());
      return Optional.empty();
    }
  }

  private static long sequence(Message message) {
    return message.metaData().streamSequence();
  }
}
