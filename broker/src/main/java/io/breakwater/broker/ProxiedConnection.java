package io.breakwater.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** One client of a {@link FaultProxy} and its connection to the target: two pumps. */
final class ProxiedConnection {

  private static final int CHUNK = 64 * 1_024;
  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

  private final FaultProxy proxy;
  private final Socket client;
  private final Socket target = new Socket();
  private final AtomicInteger flowing = new AtomicInteger(2);

  ProxiedConnection(FaultProxy proxy, Socket client) {
    this.proxy = proxy;
    this.client = client;
  }

  /** Starts the pumps; the threads carry the given name. */
  void start(String name) {
    DaemonThreads.start(name + "-up", () -> connectAndPump(name));
  }

  /** Ends both connections with RST. */
  void abort() {
    quietlyReset(client);
    quietlyReset(target);
    proxy.ended(this);
  }

  /** Sends FIN to the client. */
  void endTowardsClient() {
    try {
      client.shutdownOutput();
    } catch (IOException e) {
      abort();
    }
  }

  private void connectAndPump(String name) {
    try {
      // A proxy that nobody notices: what small writes wait for (Nagle) is up to 40 ms of messages,
      // which would be lost with the connection.
      client.setTcpNoDelay(true);
      target.setTcpNoDelay(true);
      proxy.awaitFlow();
      Fault fault = proxy.fault();
      if (fault instanceof Fault.Reset) {
        abort();
      } else if (fault instanceof Fault.Swallow || fault instanceof Fault.HalfClose) {
        if (fault instanceof Fault.HalfClose) {
          client.shutdownOutput();
        }
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
        abort();
      } else {
        target.connect(proxy.target(), CONNECT_TIMEOUT_MILLIS);
        DaemonThreads.start(name + "-down", () -> pump(target, client));
        pump(client, target);
      }
    } catch (IOException e) {
      abort();
    }
  }

  private void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        if (mayPass()) {
          to.getOutputStream().write(chunk, 0, n);
        }
      }
      if (mayPass()) {
        end(to);
      } else if (from.equals(client)) {
        abort(); // the client has given up on a connection that is swallowed
      }
    } catch (IOException | BrokerException e) {
      abort();
    }
  }

  /** Passes the end of a stream on; when both have ended, the connection is over. */
  private void end(Socket to) throws IOException {
    if (!to.isOutputShutdown()) {
      to.shutdownOutput();
    }
    if (flowing.decrementAndGet() == 0) {
      client.close();
      target.close();
      proxy.ended(this);
    }
  }

  /** Returns if bytes may go on, after the wait that the fault asks for; else they are dropped. */
  private boolean mayPass() throws IOException {
    proxy.awaitFlow();
    Fault fault = proxy.fault();
    if (fault instanceof Fault.Delay it) {
      Waits.sleep(it.perChunk());
    }
    return !(fault instanceof Fault.Swallow || fault instanceof Fault.HalfClose);
  }

  private static void quietlyReset(Socket socket) {
    try {
      socket.setSoLinger(true, 0); // a close that lingers for no time sends RST
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
