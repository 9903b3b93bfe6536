package io.breakwater.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** One call of the launcher, running or ended. */
record LauncherCall(Process process, Path stdout, Path stderr) {

  /** How a call ended. */
  record Result(int status, String out, String err) {}

  /** Waits for the end. */
  Result finish() throws IOException, InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher did not end; so far: " + out() + err());
    }
    return new Result(process.exitValue(), out(), err());
  }

  /** Sends a signal by name. {@link Process#destroy} would also close the standard input. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-s", name, String.valueOf(process.pid())).start().waitFor();
  }

  String out() throws IOException {
    return Files.readString(stdout);
  }

  String err() throws IOException {
    return Files.readString(stderr);
  }
}
