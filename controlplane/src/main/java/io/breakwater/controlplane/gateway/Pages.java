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
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
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

  /** How many markers are looked at for each entry that is asked for. */
  private static final int STRETCH = 4;

  /** So many records are asked for at a time. */
  private static final int GROUP = 4;

  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST = 200;
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final Ask ask;
  private final Bucket records;
  private final Bucket markers;
  private final Class<T> type;
  private final Documents<T> documents;
  private final Function<T, String> tenant;
  private final Function<T, Object> summary;
  private final Newest newest;

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
    documents = Documents.lean(ask.bus(), records, type);
    this.tenant = tenant;
    this.summary = summary;
    newest = new Newest(ask, records.stream(), records.subject(">"));
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
    Deadline deadline = ask.deadline(request);
    try {
      Replies.json(
          request,
          200,
          open
              ? open(owner, limit, page, deadline)
              : newest.as(message -> entry(message, owner)).page(limit, page, deadline));
    } catch (ReadingRoom.FullException e) {
      throw ProblemException.busy(String.valueOf(e.getMessage()));
    } catch (IOException | JetStreamApiException | BusException | IllegalStateException e) {
      throw ProblemException.unavailable("the list was not to be had: " + e.getMessage());
    }
  }

  private Optional<Object> entry(Message message, String owner) {
    return record(message).filter(it -> tenant.apply(it).equals(owner)).map(summary);
  }

  /** Forwards over the markers; the token is the last place that was looked at. */
  private Page open(String owner, int limit, Optional<Long> after, Deadline deadline)
      throws IOException, JetStreamApiException {
    long begin = after.orElse(0L) + 1;
    List<Mark> marks = new ArrayList<>();
    boolean more = marks(begin, limit * STRETCH, marks, deadline);
    List<Object> items = new ArrayList<>();
    int looked = 0;
    while (looked < marks.size() && items.size() < limit) {
      int wanted = Math.min(Math.min(GROUP, limit - items.size()), marks.size() - looked);
      try {
        items.addAll(entries(marks.subList(looked, looked + wanted), owner, deadline));
      } catch (IOException | ProblemException e) {
        if (looked == 0) {
          throw e;
        }
        break;
      }
      looked += wanted;
    }
    boolean last = looked == marks.size() && !more;
    return new Page(items, last ? null : Long.toString(marks.get(looked - 1).sequence()));
  }

  /** Which record is open, and where that is marked. */
  private record Mark(long sequence, String key) {}

  private boolean marks(long from, int most, List<Mark> marks, Deadline deadline)
      throws IOException, JetStreamApiException {
    try (StreamReader reader =
        StreamReader.open(ask, markers.stream(), markers.subject(">"), from, IDLE, deadline)) {
      boolean more = true;
      while (more && marks.size() < most) {
        more =
            reader.read(
                most - marks.size(),
                deadline,
                mark ->
                    marks.add(
                        new Mark(
                            mark.metaData().streamSequence(), markers.key(mark.getSubject()))));
      }
      return more;
    }
  }

  private List<Object> entries(List<Mark> marks, String owner, Deadline deadline)
      throws IOException {
    try (ReadingRoom.Place place = ask.room().take(StreamReader.PORTION_BYTES, deadline)) {
      List<CompletionStage<Optional<Versioned<T>>>> asked =
          marks.stream().map(mark -> documents.get(mark.key())).toList();
      List<Object> found = new ArrayList<>();
      for (CompletionStage<Optional<Versioned<T>>> stage : asked) {
        try {
          ask.store(stage, deadline)
              .map(Versioned::value)
              .filter(it -> tenant.apply(it).equals(owner))
              .map(summary)
              .ifPresent(found::add);
        } catch (ContractException e) {
          log.warn(
              "gateway: a record of {} is not readable: {}", records.bucketName(), e.getMessage());
        }
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the gateway is stopping");
    }
  }

  private Optional<T> record(Message message) {
    byte[] body = message.getData();
    if (body == null || body.length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.readLean(body, type));
    } catch (ContractException e) {
      log.warn("gateway: {} is not readable: {}", message.getSubject(), e.getMessage());
      return Optional.empty();
    }
  }
}
