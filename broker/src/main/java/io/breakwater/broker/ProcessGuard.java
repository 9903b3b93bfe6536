package io.breakwater.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that no child outlives this JVM, even one that ends without its shutdown hooks: by
 * SIGKILL, the kernel's out-of-memory killer, a build tool's timeout.
 *
 * <p>One shell per JVM reads the ids of the processes to watch from a pipe that only this JVM holds
 * open. However the JVM ends, the kernel closes the pipe, and the shell kills who is left. Linux's
 * PR_SET_PDEATHSIG would do it without a shell, but fires when the thread that started the child
 * ends. Thread-safe.
 */
public final class ProcessGuard {

  /** Ctrl-C goes to the whole process group: the shell must not die of it before its work. */
  private static final String SHELL =
      """
      trap '' INT TERM HUP
      pids=
      while read -r change pid; do
        rest=
        for p in $pids; do [ "$p" = "$pid" ] || rest="$rest $p"; done
        pids=$rest
        [ "$change" = - ] || pids="$pids $pid"
      done
      [ -z "$pids" ] || kill -KILL $pids
      """;

  private static @Nullable OutputStream pipe;

  private ProcessGuard() {}

  /**
   * Kills the process when this JVM ends, unless it has ended by itself before.
   *
   * @throws BrokerException if there is no shell to do it
   */
  public static void watch(Process process) {
    tell("+ " + process.pid());
    // The id may be given to a stranger once the process has ended.
    var unused = process.onExit().thenRun(() -> tell("- " + process.pid()));
  }

  private static synchronized void tell(String change) {
    try {
      if (pipe == null) {
        pipe =
            new ProcessBuilder("/bin/sh", "-c", SHELL)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .getOutputStream();
      }
      pipe.write((change + "\n").getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
    } catch (IOException e) {
      throw new BrokerException("cannot guard child processes: " + e.getMessage(), e);
    }
  }
}
