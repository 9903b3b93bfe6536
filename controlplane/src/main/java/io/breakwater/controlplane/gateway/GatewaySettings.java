package io.breakwater.controlplane.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a gateway serves, and how much of it.
 *
 * @param host the address to listen at
 * @param port the port; 0 takes a free one
 * @param apiKeys the file of API keys
 * @param maxBody the largest body of a request, in bytes; larger ones are refused with 413
 * @param perSecond requests that each API key may make per second
 * @param burst requests that each API key may make at once
 * @param timeout how long a request waits for the broker at most
 * @param maxRequests requests at work at a time; more are refused with 503
 * @param maxStreams event streams at a time, of all keys
 */
public record GatewaySettings(
    String host,
    int port,
    Path apiKeys,
    int maxBody,
    int perSecond,
    int burst,
    Duration timeout,
    int maxRequests,
    int maxStreams) {
  private static final Pattern ADDRESS =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\s]+):([0-9]{1,5})");

  /**
   * Returns the usual limits: bodies of 1 MiB, 200 requests per second and key, 400 at once, 5 s,
   * 100 requests and 64 event streams at a time.
   *
   * @param address {@code HOST:PORT}
   * @throws IllegalArgumentException if it is no such address; the message is one line
   */
  public static GatewaySettings of(String address, Path apiKeys) {
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
      throw new IllegalArgumentException(
          "--http: expected HOST:PORT such as 127.0.0.1:8080, got \"" + address + "\"");
    }
    return new GatewaySettings(
        matcher.group(1),
        Integer.parseInt(matcher.group(2)),
        apiKeys,
        1 << 20,
        200,
        400,
        Duration.ofSeconds(5),
        100,
        64);
  }

  /** Returns the same with other limits for each key. */
  GatewaySettings withRate(int requestsPerSecond, int atOnce) {
    return new GatewaySettings(
        host, port, apiKeys, maxBody, requestsPerSecond, atOnce, timeout, maxRequests, maxStreams);
  }

  /** Returns the same with another number of requests at a time. */
  GatewaySettings withMaxRequests(int requests) {
    return new GatewaySettings(
        host, port, apiKeys, maxBody, perSecond, burst, timeout, requests, maxStreams);
  }

  /** Returns the same with another number of event streams at a time. */
  GatewaySettings withMaxStreams(int streams) {
    return new GatewaySettings(
        host, port, apiKeys, maxBody, perSecond, burst, timeout, maxRequests, streams);
  }

  /** Returns the same with another limit for waiting. */
  GatewaySettings withTimeout(Duration longest) {
    return new GatewaySettings(
        host, port, apiKeys, maxBody, perSecond, burst, longest, maxRequests, maxStreams);
  }
}
