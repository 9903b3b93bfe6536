package io.breakwater.lab.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands for the outside world: jobs of the topic {@code http} call it, so that an execution is
 * seen from outside of the control plane. Thread-safe.
 *
 * <p>{@code POST /x/TOKEN[/STEP[/ITEM]]?hold=MILLIS&fail=TIMES}: the answer comes after {@code
 * hold} (at most {@link #LONGEST_HOLD_MILLIS}); it is 500 for the first {@code fail} executions of
 * this work, and then 200 with the name of the execution, which is unique. The words of the body
 * are what earlier executions had answered.
 *
 * <p>A server of its own, because it must see at once that a caller hangs up while it waits; HTTP
 * servers notice that when they write, or not at all.
 */
public final class Recorder implements AutoCloseable {
  /** The longest time that a call is held. */
  public static final int LONGEST_HOLD_MILLIS = 60_000;

  private static final Logger log = LoggerFactory.getLogger(Recorder.class);
  private static final int BACKLOG = 256;
  private static final long CLOSE_SECONDS = 5;

  private final ServerSocket server;
  private final History history;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> times = new ConcurrentHashMap<>();
  private final AtomicInteger executions = new AtomicInteger();
  private final ExecutorService calls =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "breakwater-lab-recorder-call");
            thread.setDaemon(true);
            return thread;
          });

  private Recorder(ServerSocket server, History history) {
    this.server = server;
    this.history = history;
  }

  /**
   * Starts to listen, on a free port of the loopback.
   *
   * @param history gets each execution; must be open until the recorder is closed
   * @throws UncheckedIOException if there is no port
   */
  public static Recorder start(History history) {
    try {
      ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      Recorder recorder = new Recorder(server, history);
      Thread thread = new Thread(recorder::listen, "breakwater-lab-recorder");
      thread.setDaemon(true);
      thread.start();
      return recorder;
    } catch (IOException e) {
      throw new UncheckedIOException("the recorder cannot listen: " + e.getMessage(), e);
    }
  }

  /** Returns where it listens, without a path. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void listen() {
    while (!server.isClosed()) {
      try {
        take(server.accept());
      } catch (IOException e) {
        if (!server.isClosed()) {
          log.warn("recorder: a call is lost: {}", e.toString());
        }
      }
    }
  }

  private void take(Socket socket) {
    sockets.add(socket);
    try {
      calls.execute(() -> answer(socket));
    } catch (RejectedExecutionException e) {
      // Closed meanwhile.
      quietly(socket);
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      new RecorderCall(socket, history, this::next).answer();
    } catch (IOException | RuntimeException e) {
      if (!server.isClosed()) {
        log.warn("recorder: a call that is none: {}", e.toString());
      }
    } finally {
      sockets.remove(socket);
    }
  }

  /** Names the next execution, and says how many there were of the same work with it. */
  private RecorderCall.Turn next(RecorderRequest request) {
    int time =
        times.computeIfAbsent(request.work(), unused -> new AtomicInteger()).incrementAndGet();
    return new RecorderCall.Turn("e" + executions.incrementAndGet(), time);
  }

  /** Stops to listen, and cuts what is under way. */
  @Override
  public void close() {
    quietly(server);
    sockets.forEach(Recorder::quietly);
    calls.shutdown();
    try {
      if (!calls.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("recorder: calls are still under way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void quietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      log.debug("recorder: closing: {}", e.toString());
    }
  }
}
