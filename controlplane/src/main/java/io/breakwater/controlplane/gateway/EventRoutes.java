package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.contract.Ids;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.RunRecord;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Changes of jobs and runs as server-sent events. */
final class EventRoutes implements AutoCloseable {
  static final String PATH = HttpServer.API + "/events";

  /** What all streams together may have in memory, each an equal share. */
  private static final int CHANGE_BYTES = 8 << 20;

  private final Ask ask;
  private final ChangeSignal signal;
  private final Reads<JobRecord> jobs;
  private final Reads<RunRecord> runs;
  private final int most;
  private final Semaphore room;
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final AtomicInteger threads = new AtomicInteger();
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "breakwater-events-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Creates them.
   *
   * @param most streams at a time
   */
  EventRoutes(Ask ask, Reads<JobRecord> jobs, Reads<RunRecord> runs, int most) {
    this.ask = ask;
    signal = new ChangeSignal(ask);
    this.jobs = jobs;
    this.runs = runs;
    this.most = most;
    room = new Semaphore(most);
  }

  List<Route> routes() {
    return List.of(Route.get(PATH, this::open));
  }

  private void open(Context request) throws IOException {
    Query query = new Query(request, "job", "run");
    Optional<EventPosition> after =
        Optional.ofNullable(request.header("Last-Event-ID"))
            .map(
                text ->
                    EventPosition.parse(text)
                        .orElseThrow(
                            () ->
                                new ProblemException(
                                    ProblemType.INVALID_REQUEST,
                                    "Last-Event-ID: expected the id of an event")));
    EventScope scope = scope(request, query);
    if (!ask.connected()) {
      throw ProblemException.unavailable("not connected to the broker");
    }
    if (!room.tryAcquire()) {
      throw ProblemException.busy(most + " event streams are open already");
    }
    try {
      stream(request, scope, after);
    } catch (IOException | RuntimeException e) {
      room.release();
      throw e;
    }
  }

  private void stream(Context request, EventScope scope, Optional<EventPosition> after)
      throws IOException {
    request
        .status(200)
        .contentType("text/event-stream")
        .header("Cache-Control", "no-store")
        // What nginx wants to hear, or it would collect events until a buffer is full.
        .header("X-Accel-Buffering", "no");
    EventStream stream =
        new EventStream(
            ask,
            signal,
            CHANGE_BYTES / most,
            new EventWriter(request.res().getOutputStream()),
            scope,
            after);
    streams.add(stream);
    request.async(
        task -> {
          task.executor = executor;
          task.timeout = 0;
        },
        () -> {
          try {
            stream.run();
          } finally {
            streams.remove(stream);
            room.release();
          }
        });
  }

  private EventScope scope(Context request, Query query) {
    Caller caller = Authentication.caller(request);
    Optional<String> job = query.text("job");
    Optional<String> run = query.text("run");
    if (job.isPresent() && run.isPresent()) {
      throw Query.wrong("expected a job or a run, not both");
    }
    if (job.isPresent()) {
      return EventScope.job(
          known(job.get(), id -> jobs.now(caller, id, ask.deadline(request))), caller.tenant());
    }
    if (run.isPresent()) {
      return EventScope.run(
          known(run.get(), id -> runs.now(caller, id, ask.deadline(request))), caller.tenant());
    }
    return EventScope.everything(caller.tenant());
  }

  private static String known(String id, Consumer<String> look) {
    if (Ids.isId(id)) {
      look.accept(id);
      return id;
    }
    throw Query.wrong("expected the id of a job or of a run");
  }

  /** Ends all streams. */
  @Override
  public void close() {
    streams.forEach(EventStream::close);
    signal.close();
    executor.shutdown();
  }
}
