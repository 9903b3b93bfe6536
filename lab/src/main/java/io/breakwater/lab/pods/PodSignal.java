package io.breakwater.lab.pods;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A signal to the process of a container, from outside: nobody has told the kubelet. */
public enum PodSignal {
  /** Ends it at once. */
  KILL,
  /** Freezes it: its sockets stand, and nothing in it goes on. */
  STOP,
  /** Lets it go on. */
  CONT;

  /**
   * Sends it, and returns when it is sent; nothing happens if the process is gone.
   *
   * @param pid as of {@link PodStatus#pid()}
   * @throws UncheckedIOException if there is no shell to send it
   */
  public void send(long pid) {
    try {
      Process shell =
          new ProcessBuilder("/bin/sh", "-c", "kill -" + name() + " " + pid)
              .redirectErrorStream(true)
              .start();
      shell.getOutputStream().close();
      // Its end is the end of its output, whatever interrupts this thread.
      shell.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send SIG" + name() + ": " + e.getMessage(), e);
    }
  }
}
