package io.breakwater.lab.pods;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One GET of a probe, on a connection of its own, as a kubelet makes it. {@link #run} blocks its
 * thread; {@link #abort} ends it from another one, since the timeouts of the connection are per
 * read and a server that drips would outlive them.
 */
final class ProbeGet {

  private final HttpURLConnection connection;
  private final Duration timeout;
  private volatile boolean aborted;

  /**
   * Prepares the request.
   *
   * @throws IOException if there is no HTTP support for the URL
   */
  ProbeGet(URL url, Duration timeout) throws IOException {
    this.timeout = timeout;
    connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    int millis = (int) Math.max(1, Math.min(timeout.toMillis(), Integer.MAX_VALUE));
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Connection", "close");
    connection.setRequestProperty("User-Agent", "kube-probe/breakwater");
  }

  /** Sends the request and returns null for a status of 200 to 399, else one line of cause. */
  @Nullable String run() {
    try {
      int status = connection.getResponseCode();
      if (aborted) {
        return timedOut();
      }
      return status >= 200 && status < 400 ? null : "HTTP probe failed with statuscode: " + status;
    } catch (SocketTimeoutException e) {
      return timedOut();
    } catch (IOException e) {
      return aborted ? timedOut() : connection.getURL() + ": " + e.getMessage();
    } finally {
      connection.disconnect();
    }
  }

  /** Ends the request; {@link #run} then reports a timeout. */
  void abort() {
    aborted = true;
    connection.disconnect();
  }

  private String timedOut() {
    return connection.getURL() + ": no answer within " + timeout.toMillis() + " ms";
  }
}
