package io.breakwater.client.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;

/**
 * A connected socket that adds up how long its reader waits; what a TLS socket may be laid over.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // the socket under it takes care
final class WaitingSocket extends Socket {
  private final Socket under;
  private volatile long waitedNanos;

  WaitingSocket(Socket under) {
    this.under = under;
  }

  /** Returns how long its reader has waited so far. */
  Duration waited() {
    return Duration.ofNanos(waitedNanos);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(under.getInputStream()) {
      @Override
      @SuppressWarnings("NonAtomicVolatileUpdate") // one reader at a time
      public int read(byte[] bytes, int offset, int length) throws IOException {
        long began = System.nanoTime();
        int count = in.read(bytes, offset, length);
        waitedNanos += System.nanoTime() - began;
        return count;
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return under.getOutputStream();
  }

  @Override
  public boolean isConnected() {
    return under.isConnected();
  }

  @Override
  public boolean isBound() {
    return under.isBound();
  }

  @Override
  public boolean isClosed() {
    return under.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return under.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return under.isOutputShutdown();
  }

  @Override
  public InetAddress getInetAddress() {
    return under.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return under.getLocalAddress();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return under.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return under.getLocalSocketAddress();
  }

  @Override
  public int getPort() {
    return under.getPort();
  }

  @Override
  public int getLocalPort() {
    return under.getLocalPort();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    under.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return under.getSoTimeout();
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    under.setSoLinger(on, seconds);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return under.getSoLinger();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    under.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return under.getTcpNoDelay();
  }

  @Override
  public void shutdownInput() throws IOException {
    under.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    under.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    under.close();
  }
}
