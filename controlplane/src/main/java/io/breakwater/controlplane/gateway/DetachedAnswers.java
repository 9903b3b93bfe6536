package io.breakwater.controlplane.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Lets a thread go as soon as its answer is complete, however slowly that is read: a servlet's
 * stream would hold the thread until the client has taken the last byte. Who reads too slowly is
 * let go too. Event streams are left alone, for they have threads of their own.
 *
 * <p>Jetty 12.1 has nothing that does this: {@code HttpConfiguration.minResponseDataRate} is not
 * looked at, and {@code MinimumDataRateHandler} counts the bytes of all answers together.
 */
final class DetachedAnswers extends Handler.Wrapper {
  private static final Duration LEAST = Duration.ofSeconds(10);
  private static final int BYTES_PER_SECOND = 16 * 1024;

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Answer answer = new Answer(request, response);
    return super.handle(request, answer, answer.thenTo(callback));
  }

  private static Duration limit(int bytes) {
    return LEAST.plusSeconds(bytes / BYTES_PER_SECOND);
  }

  /** What is collected until it is complete. */
  private static final class Answer extends Response.Wrapper {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable CompletableFuture<Void> written;

    Answer(Request request, Response response) {
      super(request, response);
    }

    /** Returns what is told that the handler is done: that counts when all is written too. */
    Callback thenTo(Callback whole) {
      Callback.Completable handled = new Callback.Completable();
      var unused =
          handled.whenComplete(
              (done, failure) -> {
                CompletableFuture<Void> all =
                    written == null || failure != null ? handled : written;
                var unusedToo =
                    all.whenComplete(
                        (end, cause) -> {
                          if (cause == null) {
                            whole.succeeded();
                          } else {
                            whole.failed(cause);
                          }
                        });
              });
      return handled;
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      String type = getHeaders().get(HttpHeader.CONTENT_TYPE);
      if (type != null && type.startsWith("text/event-stream")) {
        super.write(last, content, callback);
        return;
      }
      if (content != null && content.hasRemaining()) {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        body.writeBytes(bytes);
      }
      if (last && written == null) {
        written = send();
      }
      callback.succeeded();
    }

    private CompletableFuture<Void> send() {
      Callback.Completable sent = new Callback.Completable();
      Scheduler.Task giveUp =
          getRequest()
              .getComponents()
              .getScheduler()
              .schedule(
                  () -> sent.failed(new TimeoutException("the answer is read too slowly")),
                  limit(body.size()).toMillis(),
                  TimeUnit.MILLISECONDS);
      super.write(true, ByteBuffer.wrap(body.toByteArray()), sent);
      return sent.whenComplete((done, failure) -> giveUp.cancel());
    }
  }
}
