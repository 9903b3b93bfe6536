package io.breakwater.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks probes, as a kubelet does. */
public final class Probes {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Probes() {}

  /** Asks the probe server of a bus with GET. */
  public static HttpResponse<String> get(Bus bus, String path) throws IOException {
    return get(bus.probeAddress().orElseThrow(), path);
  }

  /** Asks a probe server with GET. */
  public static HttpResponse<String> get(InetSocketAddress address, String path)
      throws IOException {
    return ask("GET", address.getPort(), path);
  }

  /** Asks a probe server. */
  public static HttpResponse<String> ask(String method, int port, String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(10))
            .method(method, BodyPublishers.noBody())
            .build();
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
