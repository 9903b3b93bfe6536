package io.breakwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.breakwater.broker.NatsServer;
import io.breakwater.broker.Script;
import io.breakwater.broker.ScriptedBroker;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ProbeSettings;
import io.breakwater.policy.ReadinessMode;
import io.breakwater.policy.StartupKind;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The probe server, asked as a kubelet asks it. */
@Timeout(60)
class StartupProbesTest {

  @Test
  void probes_areUpBeforeTheFirstDial() throws Exception {
    CompletableFuture<Integer> whileDialled = new CompletableFuture<>();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Script asking =
        Script.begin()
            .then(
                connection ->
                    whileDialled.complete(Probes.ask("GET", port, "/startupz").statusCode()));
    try (ScriptedBroker broker = ScriptedBroker.start(asking);
        Bus bus = Bus.open(with(ProbeSettings.DEFAULTS.withPort(port), broker.url()))) {
      assertThat(whileDialled.get(30, TimeUnit.SECONDS)).isEqualTo(503);
      assertThat(bus.probeAddress()).map(InetSocketAddress::getPort).contains(port);
    }
  }

  @Test
  void probes_tellConnectingConnectedAndOutageApart() throws Exception {
    try (NatsServer server = NatsServer.start()) {
      server.kill();
      try (Bus bus = Bus.open(Policies.quick(server.url()).build())) {
        await().until(() -> bus.health().attempts() > 0);
        assertAnswer(bus, "/startupz", 503, "nats not connected yet");
        assertAnswer(bus, "/readyz", 503, "nats disconnected");
        assertAnswer(bus, "/livez", 200, "ok");

        server.restart();
        await().until(() -> bus.health().connected());
        assertAnswer(bus, "/startupz", 200, "ok");
        assertAnswer(bus, "/readyz", 200, "ok");

        server.kill();
        await().until(() -> !bus.health().connected());
        assertAnswer(bus, "/startupz", 200, "ok");
        assertAnswer(bus, "/readyz", 503, "nats disconnected");
        assertAnswer(bus, "/livez", 200, "ok");
      }
    }
  }

  @Test
  void verbose_isJsonWithAllThatIsKnown() throws Exception {
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.open(Policies.quick(server.url()).build())) {
      bus.started().toCompletableFuture().get(30, TimeUnit.SECONDS);
      JsonNode connected = verbose(bus, "/readyz", 200);
      assertThat(connected.get("ok").booleanValue()).isTrue();
      assertThat(connected.get("state").stringValue()).isEqualTo("connected");
      assertThat(connected.get("server").stringValue()).isEqualTo(server.url());
      assertThat(connected.get("outageAgeMillis").longValue()).isZero();
      assertThat(connected.get("lastOutcome").stringValue()).isEqualTo("CONNECTED");
      assertThat(connected.get("lastCause").isNull()).isTrue();
      assertThat(connected.get("connections").isNull()).isTrue();
      assertThat(connected.get("connectRate").isNull()).isTrue();
      assertThat(connected.get("rank").isNull()).isTrue();
      assertThat(connected.get("periodMillis").longValue()).isEqualTo(100);
      assertThat(connected.get("backlogMessages").longValue()).isZero();
      assertThat(connected.get("expectedDrainMillis").longValue()).isZero();
      assertThat(connected.get("undelivered").isEmpty()).isTrue();
      assertThat(connected.get("consumers").isEmpty()).isTrue();

      server.kill();
      await().until(() -> bus.health().attempts() >= 2 && !bus.health().connected());
      bus.publish("held", new byte[100]);
      bus.jetStream().consume(Jobs.spec(), message -> {});
      JsonNode out = verbose(bus, "/readyz", 503);
      assertThat(out.get("ok").booleanValue()).isFalse();
      assertThat(out.get("reason").stringValue()).startsWith("nats disconnected (outage ");
      assertThat(out.get("state").stringValue()).isEqualTo("disconnected");
      assertThat(out.get("outageAgeMillis").longValue()).isPositive();
      assertThat(out.get("attempts").longValue()).isGreaterThanOrEqualTo(2);
      assertThat(out.get("lastOutcome").stringValue()).isEqualTo("REFUSED");
      assertThat(out.get("lastCause").stringValue()).isEqualTo("Connection refused");
      assertThat(out.get("backlogMessages").longValue()).isEqualTo(1);
      assertThat(out.get("backlogBytes").longValue()).isGreaterThan(100);
      assertThat(out.get("backlogAgeMillis").longValue()).isNotNegative();
      assertThat(out.get("indeterminate").longValue()).isZero();
      JsonNode consumer = out.get("consumers").get(0);
      assertThat(consumer.get("stream").stringValue()).isEqualTo("JOBS");
      assertThat(consumer.get("consumer").stringValue()).isEqualTo("worker");
      assertThat(consumer.get("state").stringValue()).isEqualTo("starting");
      assertThat(consumer.get("problem").isNull()).isTrue();
      assertThat(verbose(bus, "/livez", 200).get("ok").booleanValue()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/healthz", "/readyz/", "/readyzz", "/startupz/x", "/livez2", "//livez"})
  void unknownPath_is404(String path) throws Exception {
    try (ScriptedBroker silent = ScriptedBroker.start(Script.silent());
        Bus bus = Bus.open(Policies.quick(silent.url()).build())) {
      assertThat(Probes.get(bus, path).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void head_hasTheStatusAndNoBody_otherMethodsAreNotAllowed() throws Exception {
    try (ScriptedBroker silent = ScriptedBroker.start(Script.silent());
        Bus bus = Bus.open(Policies.quick(silent.url()).build())) {
      int port = bus.probeAddress().orElseThrow().getPort();
      HttpResponse<String> head = Probes.ask("HEAD", port, "/readyz");
      assertThat(head.statusCode()).isEqualTo(503);
      assertThat(head.body()).isEmpty();
      assertThat(Probes.ask("HEAD", port, "/livez?verbose").statusCode()).isEqualTo(200);
      for (String method : List.of("POST", "PUT", "DELETE")) {
        HttpResponse<String> refused = Probes.ask(method, port, "/livez");
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
      }
    }
  }

  @Test
  void clientsThatStall_blockNobodyElse_andNotTheCloseEither() throws Exception {
    List<Socket> stalled = new ArrayList<>();
    try (ScriptedBroker silent = ScriptedBroker.start(Script.silent())) {
      Bus bus = Bus.open(Policies.quick(silent.url()).build());
      InetSocketAddress address = bus.probeAddress().orElseThrow();
      for (String sent : List.of("", "", "GET", "GET /livez HTTP/1.1\r\nHost: ", "\r\n", "\0\0")) {
        for (int i = 0; i < 5; i++) {
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort());
          OutputStream out = socket.getOutputStream();
          out.write(sent.getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
          stalled.add(socket);
        }
      }
      for (int i = 0; i < 20; i++) {
        assertThat(Probes.get(bus, "/livez").statusCode()).isEqualTo(200);
      }
      bus.close();
      await()
          .untilAsserted(
              () ->
                  assertThat(Thread.getAllStackTraces().keySet())
                      .extracting(Thread::getName)
                      .noneMatch(
                          name -> name.startsWith("breakwater-") && name.contains("-probe")));
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
  }

  @Test
  void portTaken_isOneLine_andLeavesNothingBehind() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Events events = new Events();
      assertThatExceptionOfType(ProbePortException.class)
          .isThrownBy(
              () ->
                  Bus.open(
                      with(
                          ProbeSettings.DEFAULTS
                              .withAddress("127.0.0.1")
                              .withPort(taken.getLocalPort()),
                          "nats://127.0.0.1:1"),
                      events))
          .withMessage(
              "probes: cannot listen on 127.0.0.1:"
                  + taken.getLocalPort()
                  + ": Address already in use");
      assertThat(events.all()).isEmpty();
    }
  }

  @Test
  void addressThatIsNotOurs_isOneLine() {
    for (String address : List.of("no-such-host.invalid", "192.0.2.1")) {
      assertThatExceptionOfType(ProbePortException.class)
          .isThrownBy(
              () ->
                  Bus.open(
                      with(
                          ProbeSettings.DEFAULTS.withAddress(address).withPort(0),
                          "nats://127.0.0.1:1")))
          .satisfies(
              e ->
                  assertThat(e.getMessage())
                      .startsWith("probes: cannot listen on " + address + ":0: ")
                      .doesNotContain("\n", "null"));
    }
  }

  @Test
  void probesSwitchedOff_twoBusesShareAProcess() throws Exception {
    LifecyclePolicy off = with(ProbeSettings.DEFAULTS.withEnabled(false), "nats://127.0.0.1:1");
    try (Bus one = Bus.open(off);
        Bus two = Bus.open(off)) {
      assertThat(one.probeAddress()).isEmpty();
      assertThat(two.probeAddress()).isEmpty();
    }
  }

  @Test
  void accepting_isReadyThroughAnOutage() throws Exception {
    try (ScriptedBroker silent = ScriptedBroker.start(Script.silent());
        Bus bus =
            Bus.open(
                with(
                    ProbeSettings.DEFAULTS.withPort(0).withReadiness(ReadinessMode.ACCEPTING),
                    silent.url()))) {
      assertAnswer(bus, "/readyz", 200, "ok");
      assertAnswer(bus, "/startupz", 503, "nats not connected yet");
    }
  }

  @Test
  void grace_keepsAReplicaReadyThroughAShortOutage() throws Exception {
    try (NatsServer server = NatsServer.start();
        Bus bus =
            Bus.open(
                with(
                    ProbeSettings.DEFAULTS.withPort(0).withGrace(Duration.ofSeconds(3)),
                    server.url()))) {
      bus.started().toCompletableFuture().get(30, TimeUnit.SECONDS);
      server.kill();
      await().until(() -> bus.health().state() == BusState.DISCONNECTED);
      AtomicReference<Duration> readyAt = new AtomicReference<>(Duration.ZERO);
      await()
          .until(
              () -> {
                Duration age = bus.health().outageAge();
                boolean ready = Probes.get(bus, "/readyz").statusCode() == 200;
                if (ready) {
                  readyAt.set(age);
                }
                return !ready;
              });
      assertThat(readyAt.get()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(3));
      assertThat(bus.health().outageAge()).isGreaterThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void maxOutage_failsLivenessOfAZombie() throws Exception {
    try (NatsServer server = NatsServer.start();
        Bus bus =
            Bus.open(
                with(
                    ProbeSettings.DEFAULTS.withPort(0).withMaxOutage(Duration.ofMillis(800)),
                    server.url()))) {
      bus.started().toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertAnswer(bus, "/livez", 200, "ok");
      server.kill();
      await().until(() -> Probes.get(bus, "/livez").statusCode() == 503);
      assertAnswer(bus, "/livez", 503, "nats disconnected for longer than maxOutage");
      server.restart();
      await().until(() -> Probes.get(bus, "/livez").statusCode() == 200);
    }
  }

  @Test
  void retryForever_hasStartedAsSoonAsTheProcessIsUp() throws Exception {
    try (ScriptedBroker silent = ScriptedBroker.start(Script.silent());
        Bus bus = Bus.open(Policies.starting(StartupKind.RETRY_FOREVER, silent.url()).build())) {
      assertAnswer(bus, "/startupz", 200, "ok");
      assertAnswer(bus, "/readyz", 503, "nats disconnected (outage ");
      assertAnswer(bus, "/livez", 200, "ok");
    }
  }

  private static LifecyclePolicy with(ProbeSettings probes, String url) {
    return Policies.quick(url).probes(probes).build();
  }

  private static void assertAnswer(Bus bus, String path, int status, String start)
      throws Exception {
    HttpResponse<String> answer = Probes.get(bus, path);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).startsWith(start).hasLineCount(1);
  }

  private static JsonNode verbose(Bus bus, String path, int status) throws Exception {
    HttpResponse<String> answer = Probes.get(bus, path + "?verbose");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    return JsonMapper.shared().readTree(answer.body());
  }
}
