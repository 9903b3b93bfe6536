package io.breakwater.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on loopback in front of a server, with a {@link Fault} that can be switched while it
 * runs. It starts by forwarding. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

  private final InetSocketAddress target;
  private final int port = FreePorts.take();
  private final Object change = new Object();
  private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
  private final List<Instant> accepted = new CopyOnWriteArrayList<>();
  private volatile Fault fault = new Fault.Forward();
  private volatile boolean closed;
  private @Nullable LoopbackListener listener;

  private FaultProxy(InetSocketAddress target) {
    this.target = target;
  }

  /**
   * Starts one on a free port.
   *
   * @param host where the target is
   * @param port the target's port; nobody has to listen there yet
   * @throws BrokerException if it cannot listen
   */
  public static FaultProxy to(String host, int port) {
    FaultProxy proxy = new FaultProxy(new InetSocketAddress(host, port));
    synchronized (proxy.change) {
      proxy.listen();
    }
    return proxy;
  }

  /** Starts one in front of a server. */
  public static FaultProxy to(NatsServer server) {
    return to(server.config().host(), server.port());
  }

  /**
   * Switches the fault, for connections that stand and for new ones.
   *
   * @throws PortTakenException if it is to listen again and somebody took its port
   * @throws IllegalStateException if the proxy was closed
   */
  public void set(Fault next) {
    synchronized (change) {
      if (closed) {
        throw new IllegalStateException("the proxy on port " + port + " was closed");
      }
      fault = next;
      change.notifyAll();
      if (next instanceof Fault.Refuse) {
        stopListening();
      } else {
        listen();
      }
    }
    if (next instanceof Fault.Reset) {
      dropConnections();
    } else if (next instanceof Fault.HalfClose) {
      open.forEach(ProxiedConnection::endTowardsClient);
    }
  }

  /** Resets (RST) all connections that stand, to both sides; new ones are not touched. */
  public void dropConnections() {
    open.forEach(ProxiedConnection::abort);
  }

  /** Returns the port that clients dial. */
  public int port() {
    return port;
  }

  /** Returns the address that clients dial. */
  public String url() {
    return "nats://127.0.0.1:" + port;
  }

  /** Returns when each connection so far was accepted, in that order. */
  public List<Instant> accepted() {
    return List.copyOf(accepted);
  }

  /** Returns how many connections stand. */
  public int openConnections() {
    return open.size();
  }

  /** Stops listening and resets all connections. May be called twice. */
  @Override
  public void close() {
    synchronized (change) {
      if (closed) {
        return;
      }
      closed = true;
      stopListening();
      change.notifyAll();
    }
    dropConnections();
    FreePorts.giveBack(port);
  }

  Fault fault() {
    return fault;
  }

  InetSocketAddress target() {
    return target;
  }

  /** Waits while nothing may pass. */
  void awaitFlow() throws IOException {
    synchronized (change) {
      while (fault instanceof Fault.Stall && !closed) {
        try {
          change.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
      }
    }
  }

  void ended(ProxiedConnection connection) {
    open.remove(connection);
  }

  private void listen() {
    if (listener == null) {
      listener = LoopbackListener.open(port, "fault-proxy-" + port, this::accept);
    }
  }

  private void stopListening() {
    if (listener != null) {
      listener.close();
      listener = null;
    }
  }

  private void accept(Socket client) {
    accepted.add(Instant.now());
    ProxiedConnection connection = new ProxiedConnection(this, client);
    open.add(connection);
    connection.start("fault-proxy-" + port + "-" + accepted.size());
  }
}
