package io.breakwater.controlplane.store;

import io.breakwater.client.Bus;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Message;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests that wait for their answers. When the connection goes, none is to come any more, and
 * nobody has to wait for the time limit to know that. Thread-safe.
 */
final class Outstanding {
  private final Map<Long, CompletableFuture<Message>> requests = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();

  Outstanding(Bus bus) {
    bus.onConnection((generation, made) -> made.addConnectionListener(new Watch()));
  }

  /** Returns the request, which fails with a {@link LostException} if its connection is lost. */
  CompletableFuture<Message> add(CompletableFuture<Message> request) {
    long number = count.incrementAndGet();
    requests.put(number, request);
    var unused = request.whenComplete((answer, failure) -> requests.remove(number));
    return request;
  }

  /** The connection went before the answer came. */
  static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LostException() {
      super("the connection was lost");
    }
  }

  private final class Watch implements ConnectionListener {
    @Override
    @SuppressWarnings("deprecation") // the interface still demands it
    public void connectionEvent(Connection connection, Events type) {
      // Also when it is back: what jnats took while it was between the two may never have left.
      if (type == Events.DISCONNECTED || type == Events.RECONNECTED || type == Events.CLOSED) {
        requests.values().forEach(request -> request.completeExceptionally(new LostException()));
      }
    }
  }
}
