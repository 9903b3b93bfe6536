package io.breakwater.broker;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a server's monitoring port. All methods throw {@link BrokerException} if the server does not
 * answer within five seconds, or answers something else. Thread-safe.
 *
 * @param base where monitoring listens: {@code http://127.0.0.1:8222}
 */
public record Monitoring(URI base) {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** One for all: a client has threads of its own, and nothing that would end them in Java 17. */
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .executor(work -> DaemonThreads.start("monitoring", work))
          .build();

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // Servers leave out what is zero.
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /**
   * The server in figures, from {@code /varz}.
   *
   * @param connections clients connected now
   * @param totalConnections clients ever connected since the start
   * @param cpuPercent processor use as the server samples it: 100 is one processor
   * @param memoryBytes resident memory
   * @param maxConnections how many clients may be connected
   * @param maxPayload the largest message in bytes
   */
  public record Varz(
      @JsonProperty("server_id") String serverId,
      @JsonProperty("server_name") String serverName,
      @JsonProperty("version") String version,
      @JsonProperty("connections") int connections,
      @JsonProperty("total_connections") long totalConnections,
      @JsonProperty("cpu") double cpuPercent,
      @JsonProperty("mem") long memoryBytes,
      @JsonProperty("slow_consumers") long slowConsumers,
      @JsonProperty("in_msgs") long inMessages,
      @JsonProperty("out_msgs") long outMessages,
      @JsonProperty("max_connections") int maxConnections,
      @JsonProperty("max_payload") int maxPayload) {}

  /**
   * The connected clients, from {@code /connz}: at most 1,024 of them.
   *
   * @param total how many there are
   * @param connections the list
   */
  public record Connz(
      @JsonProperty("total") int total, @JsonProperty("connections") List<Client> connections) {}

  /**
   * A connected client.
   *
   * @param id its number on this server, "cid"
   * @param port its source port
   * @param name its connection name; null if it gave none
   */
  public record Client(
      @JsonProperty("cid") long id,
      @JsonProperty("ip") String ip,
      @JsonProperty("port") int port,
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("subscriptions") int subscriptions) {}

  /**
   * The routes to the other servers of the cluster, from {@code /routez}.
   *
   * @param routes the list; newer servers keep several routes to each server
   */
  public record Routez(@JsonProperty("routes") List<Route> routes) {}

  /**
   * One route.
   *
   * @param remoteId the id of the server at the other end
   */
  public record Route(@JsonProperty("remote_id") String remoteId) {}

  /**
   * The server's opinion of itself, from {@code /healthz}.
   *
   * @param status "ok", or else what is wrong
   * @param error the reason; null if it is well
   */
  public record Health(
      @JsonProperty("status") String status, @JsonProperty("error") @Nullable String error) {

    /** Returns if the server is well. */
    public boolean ok() {
      return status.equals("ok");
    }
  }

  /**
   * What the server itself has of each stream, from {@code /jsz}.
   *
   * @param accounts those that have streams; null for none
   */
  public record Jsz(@JsonProperty("account_details") @Nullable List<Account> accounts) {

    /** Returns the copies of all accounts. */
    public List<StreamCopy> copies() {
      return accounts == null
          ? List.of()
          : accounts.stream()
              .flatMap(it -> it.copies() == null ? Stream.empty() : it.copies().stream())
              .toList();
    }
  }

  /**
   * An account.
   *
   * @param copies its streams; null for none
   */
  public record Account(@JsonProperty("stream_detail") @Nullable List<StreamCopy> copies) {}

  /** A stream, as far as the server has it. */
  public record StreamCopy(
      @JsonProperty("name") String name, @JsonProperty("state") StreamState state) {}

  /**
   * What is in a copy of a stream.
   *
   * @param messages how many
   * @param lastSequence the number of the latest that there ever was
   */
  public record StreamState(
      @JsonProperty("messages") long messages, @JsonProperty("last_seq") long lastSequence) {}

  /** Returns the server in figures. */
  public Varz varz() {
    return get("/varz", Varz.class);
  }

  /** Returns the connected clients. */
  public Connz connz() {
    return get("/connz", Connz.class);
  }

  /** Returns the routes. */
  public Routez routez() {
    return get("/routez", Routez.class);
  }

  /** Returns the server's opinion of itself. */
  public Health healthz() {
    return get("/healthz", Health.class);
  }

  /** Returns what the server has of each stream. */
  public Jsz jsz() {
    return get("/jsz?streams=true", Jsz.class);
  }

  private <T> T get(String path, Class<T> type) {
    URI uri = base.resolve(path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
    try {
      String body = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return JSON.readValue(body, type);
    } catch (IOException e) {
      throw new BrokerException(uri + " does not answer: " + e, e);
    } catch (JacksonException e) {
      throw new BrokerException(uri + " is not a nats-server's: " + e.getOriginalMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while asking " + uri, e);
    }
  }
}
