package io.breakwater.controlplane.gateway;

import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.ServerConfig;
import io.breakwater.client.Bus;
import io.breakwater.controlplane.contract.JobRecord;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.store.Bucket;
import io.breakwater.controlplane.store.Documents;
import io.breakwater.controlplane.store.Provisioning;
import io.breakwater.policy.LifecyclePolicy;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** A gateway on a real broker, and a client with keys for two tenants. */
final class GatewayFixture implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(40);

  final NatsServer broker;
  final Bus bus;
  final GatewayService gateway;
  final String key;
  final String otherKey;
  final Documents<JobRecord> jobs;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ApiContract contract = new ApiContract();

  GatewayFixture(Path folder, UnaryOperator<GatewaySettings> change) throws Exception {
    this(folder, change, "");
  }

  private GatewayFixture(Path folder, UnaryOperator<GatewaySettings> change, String more)
      throws Exception {
    Path keys = folder.resolve("keys");
    Files.deleteIfExists(keys);
    key = new ApiKeyFile(keys).add(new Caller("ann", "acme"));
    otherKey = new ApiKeyFile(keys).add(new Caller("bob", "other"));
    broker = NatsServer.start(ServerConfig.builder().jetStream().build());
    LifecyclePolicy policy = LifecyclePolicy.load(policy(folder, more));
    bus = Bus.open(policy);
    bus.started().toCompletableFuture().join();
    Provisioning.ensure(bus).toCompletableFuture().join();
    gateway =
        GatewayService.start(bus, policy, change.apply(GatewaySettings.of("127.0.0.1:0", keys)));
    jobs = new Documents<>(bus, Bucket.JOBS, JobRecord.class);
  }

  GatewayFixture(Path folder) throws Exception {
    this(folder, settings -> settings);
  }

  /** Returns one whose outbox is on disk. */
  static GatewayFixture onDisk(Path folder) throws Exception {
    return new GatewayFixture(
        folder,
        settings -> settings,
        "outbox: { directory: \"" + folder.resolve("outbox") + "\" }");
  }

  /** Starts another gateway on the same bus. */
  GatewayService another(Path folder) throws IOException {
    return GatewayService.start(
        bus,
        LifecyclePolicy.load(policy(folder, "")),
        GatewaySettings.of("127.0.0.1:0", folder.resolve("keys")));
  }

  Path policy(Path folder, String more) throws IOException {
    return Files.writeString(
        folder.resolve("policy.yaml"),
        """
        service: gateway
        nats: { servers: ["%s"], name: gateway-1 }
        reconnect: { shape: fixed, wait: 200ms }
        probes: { enabled: false }
        %s
        """
            .formatted(broker.url(), more));
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + gateway.port() + path);
  }

  HttpResponse<String> get(String path) throws Exception {
    return call("GET", path, key, "", List.of());
  }

  HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    return call("POST", path, key, body, List.of(headers));
  }

  HttpResponse<String> call(
      String method, String path, String apiKey, String body, List<String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(LIMIT)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + apiKey);
    if (!body.isEmpty() && !headers.contains("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.size(); i += 2) {
      request.header(headers.get(i), headers.get(i + 1));
    }
    return send(request.build());
  }

  /** Sends a request, and holds the answer against the OpenAPI document. */
  HttpResponse<String> send(HttpRequest request) throws Exception {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    contract.check(request.method(), request.uri().getPath(), answer);
    return answer;
  }

  static JsonNode json(HttpResponse<String> answer) {
    return Json.mapper().readTree(answer.body());
  }

  static String id(HttpResponse<String> answer) {
    return json(answer).path("id").stringValue();
  }

  /** Returns how many messages wait for a scheduler; -1 if that cannot be known. */
  long submitted() {
    try {
      return bus.connection()
          .jetStreamManagement()
          .getStreamInfo("SUBMIT")
          .getStreamState()
          .getMsgCount();
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      return -1;
    }
  }

  /** Returns the jobs that wait for a scheduler. */
  List<JobRequest> submissions() throws IOException, JetStreamApiException {
    return submissions(bus.connection());
  }

  /** As {@link #submissions()}, through any connection. */
  static List<JobRequest> submissions(Connection nats) throws IOException, JetStreamApiException {
    List<JobRequest> requests = new ArrayList<>();
    var manage = nats.jetStreamManagement();
    var state = manage.getStreamInfo("SUBMIT").getStreamState();
    for (long i = Math.max(1, state.getFirstSequence()); i <= state.getLastSequence(); i++) {
      requests.add(Json.read(manage.getMessage("SUBMIT", i).getData(), JobRequest.class));
    }
    return requests;
  }

  /** Writes a record as a scheduler does. */
  void record(JobRecord job) throws InterruptedException, ExecutionException {
    var unused = jobs.put(job.id(), job).toCompletableFuture().get();
  }

  static JobRequest request(String id, String tenant) {
    return JobRequest.builder(id, "echo").tenant(tenant).submittedAt(Instant.now());
  }

  void awaitDisconnected() {
    await().atMost(LIMIT).until(() -> !bus.health().connected());
  }

  void awaitConnected() {
    await().atMost(LIMIT).until(() -> bus.health().connected() && submitted() >= 0);
  }

  @Override
  public void close() {
    gateway.close();
    bus.close();
    broker.close();
  }
}
