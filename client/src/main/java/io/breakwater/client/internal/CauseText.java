package io.breakwater.client.internal;

import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Says in a few words what was thrown, for a log line. */
public final class CauseText {
  private CauseText() {}

  /** Returns one line, in which the user info of URLs is masked. */
  public static String of(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null
        && root.getCause() != root
        && (root instanceof ExecutionException
            || root.getMessage() == null
            || root.getMessage().equals(root.getCause().toString()))) {
      root = root.getCause();
    }
    if (root instanceof UnknownHostException) {
      return "no such host: " + host(root);
    }
    if (root instanceof TimeoutException) {
      return "timed out";
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : UrlMask.mask(firstLine(message));
  }

  /** The JDK adds the system's words the first time, and leaves them out while it remembers. */
  private static String host(Throwable unknown) {
    String message = String.valueOf(unknown.getMessage());
    int words = message.indexOf(": ");
    return words < 0 ? message : message.substring(0, words);
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }
}
