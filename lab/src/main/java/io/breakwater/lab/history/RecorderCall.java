package io.breakwater.lab.history;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One call of the recorder, on its own thread. */
final class RecorderCall {
  /** How long a caller may take to send what it wants. */
  private static final int REQUEST_MILLIS = 10_000;

  /**
   * Which execution this is.
   *
   * @param execution its name
   * @param time how many there were of the same work with it
   */
  record Turn(String execution, int time) {}

  private final Socket socket;
  private final History history;
  private final Function<RecorderRequest, Turn> turns;

  RecorderCall(Socket socket, History history, Function<RecorderRequest, Turn> turns) {
    this.socket = socket;
    this.history = history;
    this.turns = turns;
  }

  /**
   * Answers, and writes down what happened.
   *
   * @throws IOException if there was no request; nothing is written down then
   */
  void answer() throws IOException {
    socket.setSoTimeout(REQUEST_MILLIS);
    InputStream in = new BufferedInputStream(socket.getInputStream());
    RecorderRequest request = RecorderRequest.read(in);
    Turn turn = turns.apply(request);
    history.add(
        new Event.ExecutionBegan(
            turn.execution(),
            request.token(),
            request.step(),
            request.item(),
            request.given(),
            request.attempt()));
    if (!held(in, request.holdMillis())) {
      ended(turn, Event.Outcome.CUT);
      return;
    }
    boolean fails = turn.time() <= request.failures();
    // Before the answer: what follows from it must not be seen before it.
    ended(turn, fails ? Event.Outcome.FAILED : Event.Outcome.ANSWERED);
    try {
      write(fails ? "500 As asked for" : "200 OK", fails ? "" : turn.execution());
    } catch (IOException e) {
      ended(turn, Event.Outcome.CUT);
    }
  }

  private void ended(Turn turn, Event.Outcome outcome) {
    history.add(new Event.ExecutionEnded(turn.execution(), outcome));
  }

  /**
   * Waits, and returns false as soon as the caller hangs up, or only says that it sends no more.
   */
  private boolean held(InputStream in, int millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      while (true) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        socket.setSoTimeout((int) Math.max(1, left));
        if (in.read() < 0) {
          return false;
        }
        if (left <= 0) {
          return true;
        }
      }
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void write(String status, String body) throws IOException {
    String answer =
        "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, body.length(), body);
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    // A caller that reads to the end sees it, and not a reset.
    socket.shutdownOutput();
  }
}
