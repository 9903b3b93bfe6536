package io.breakwater.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A listening socket on loopback and the thread that accepts. */
final class LoopbackListener implements AutoCloseable {

  private static final int BACKLOG = 1_024;

  /** What is done with an accepted connection, on the accepting thread. */
  @FunctionalInterface
  interface Handler {
    void accepted(Socket socket) throws IOException;
  }

  private final ServerSocket socket;
  private final Thread thread;

  private LoopbackListener(ServerSocket socket, String name, Handler handler) {
    this.socket = socket;
    thread = DaemonThreads.start(name, () -> accept(socket, handler));
  }

  /**
   * Listens.
   *
   * @throws PortTakenException if somebody else does
   */
  static LoopbackListener open(int port, String name, Handler handler) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      return new LoopbackListener(socket, name, handler);
    } catch (IOException e) {
      throw new PortTakenException(port);
    }
  }

  /**
   * Stops listening; when this returns, a dial is refused and nothing is accepted any more. Closing
   * the socket alone does not do that: the kernel goes on listening until the thread that waits in
   * accept has left it.
   */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new BrokerException("cannot close the listener on " + socket, e);
    }
    Waits.forEnd(thread);
  }

  private static void accept(ServerSocket socket, Handler handler) {
    while (!socket.isClosed()) {
      try {
        handler.accepted(socket.accept());
      } catch (IOException e) {
        // The listener was closed, which the loop's condition sees; or a client left at once.
      }
    }
  }
}
