package io.breakwater.controlplane.gateway;

import io.breakwater.policy.DurationText;
import io.breakwater.policy.SizeText;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

  /** The variable for the address, {@code HOST:PORT}; without it the gateway serves no HTTP. */
  public static final String ADDRESS_VARIABLE = "BREAKWATER_HTTP_ADDRESS";

  /** The variable for the file of API keys. */
  public static final String KEYS_VARIABLE = "BREAKWATER_API_KEYS";

  private static final String PREFIX = "BREAKWATER_HTTP_";
  private static final Pattern ADDRESS =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\s]+):([0-9]{1,5})");

  /**
   * Returns the usual limits: bodies of 1 MiB, 200 requests per second and key, 400 at once, 5 s,
   * 100 requests and 64 event streams at a time.
   */
  public static GatewaySettings of(InetSocketAddress address, Path apiKeys) {
    return new GatewaySettings(
        address.getHostString(),
        address.getPort(),
        apiKeys,
        1 << 20,
        200,
        400,
        Duration.ofSeconds(5),
        100,
        64);
  }

  /**
   * Returns what the environment says; empty if it names no address.
   *
   * @throws IllegalArgumentException if a value is wrong; the message is one line
   */
  public static Optional<GatewaySettings> from(Map<String, String> environment) {
    String address = environment.getOrDefault(ADDRESS_VARIABLE, "");
    if (address.isBlank()) {
      return Optional.empty();
    }
    String keys = environment.getOrDefault(KEYS_VARIABLE, "");
    if (keys.isBlank()) {
      throw new IllegalArgumentException(
          KEYS_VARIABLE + ": missing, expected the file of API keys (breakwater api-key create)");
    }
    GatewaySettings usual = of(address(address), Path.of(keys));
    return Optional.of(
        new GatewaySettings(
            usual.host,
            usual.port,
            usual.apiKeys,
            size(environment.get(PREFIX + "MAX_BODY"), usual.maxBody),
            count(environment, "RATE", usual.perSecond),
            count(environment, "BURST", usual.burst),
            duration(environment.get(PREFIX + "TIMEOUT"), usual.timeout),
            count(environment, "MAX_REQUESTS", usual.maxRequests),
            count(environment, "MAX_STREAMS", usual.maxStreams)));
  }

  private static InetSocketAddress address(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    if (matcher.matches() && Integer.parseInt(matcher.group(2)) <= 65_535) {
      return InetSocketAddress.createUnresolved(
          matcher.group(1), Integer.parseInt(matcher.group(2)));
    }
    throw new IllegalArgumentException(
        ADDRESS_VARIABLE + ": expected HOST:PORT such as 127.0.0.1:8080, got \"" + text + "\"");
  }

  private static int count(Map<String, String> environment, String name, int usual) {
    String text = environment.get(PREFIX + name);
    if (text == null || text.isBlank()) {
      return usual;
    }
    if (!text.matches("[1-9][0-9]{0,6}")) {
      throw new IllegalArgumentException(
          PREFIX + name + ": expected a number from 1 to 9999999, got \"" + text + "\"");
    }
    return Integer.parseInt(text);
  }

  private static int size(@Nullable String text, int usual) {
    if (text == null || text.isBlank()) {
      return usual;
    }
    long bytes = SizeText.parse(text).orElse(0);
    if (bytes < 1 || bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          PREFIX + "MAX_BODY: expected a size such as 1MiB, got \"" + text + "\"");
    }
    return (int) bytes;
  }

  private static Duration duration(@Nullable String text, Duration usual) {
    if (text == null || text.isBlank()) {
      return usual;
    }
    return DurationText.parse(text)
        .filter(duration -> !duration.isZero())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    PREFIX + "TIMEOUT: expected a duration such as 5s, got \"" + text + "\""));
  }

  /** Returns the same with other limits for each key. */
  GatewaySettings withRate(int requestsPerSecond, int atOnce) {
    return new GatewaySettings(
        host, port, apiKeys, maxBody, requestsPerSecond, atOnce, timeout, maxRequests, maxStreams);
  }

  /** Returns the same with another limit for waiting. */
  GatewaySettings withTimeout(Duration longest) {
    return new GatewaySettings(
        host, port, apiKeys, maxBody, perSecond, burst, longest, maxRequests, maxStreams);
  }
}
