package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take what they have asked for slowly, or not at all. */
@Timeout(120)
class SlowReadersTest {
  /** It took the 30 s after which the slow ones were given up. */
  private static final Duration SOON = Duration.ofSeconds(15);

  private static final String DOCUMENT = "GET /openapi.json HTTP/1.1\r\nHost: it\r\n\r\n";

  private static final String NOTHING = "GET / HTTP/1.1\r\nHost: it\r\n\r\n";

  @TempDir Path folder;
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void hangUp() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private Socket connect(GatewayFixture it) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1_024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), it.gateway.port()));
    sockets.add(socket);
    return socket;
  }

  private static HttpResponse<String> get(GatewayFixture it, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(it.uri(path))
            .timeout(SOON)
            .header("Authorization", "Bearer " + it.key)
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Each held one of Jetty's threads, and nobody else was answered. */
  @Test
  void manyWithoutAKey_holdUpNobody() throws Exception {
    try (GatewayFixture it = new GatewayFixture(folder, settings -> settings.withMaxRequests(8))) {
      byte[] pipelined = DOCUMENT.repeat(300).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 40; i++) {
        connect(it).getOutputStream().write(pipelined);
      }
      for (Socket slow : sockets) {
        assertThat(slow.getInputStream().readNBytes(64)).hasSize(64);
      }
      assertThat(get(it, "/api/v1/jobs").statusCode()).isEqualTo(200);
      for (Socket slow : sockets) {
        assertThat(slow.getInputStream().readNBytes(64)).hasSize(64);
      }
      assertThat(get(it, "/api/v1/jobs").statusCode()).isEqualTo(200);
    }
  }

  /** Who has connected and says nothing makes room for others when there is no more. */
  @Test
  void asManyConnectionsAsThereMayBe_areNotHeldForNothing() throws Exception {
    try (GatewayFixture it =
        new GatewayFixture(folder, settings -> settings.withMaxRequests(4).withMaxStreams(1))) {
      for (int i = 0; i < 8; i++) {
        Socket resting = connect(it);
        resting.setSoTimeout((int) SOON.toMillis());
        resting.getOutputStream().write(NOTHING.getBytes(StandardCharsets.US_ASCII));
        assertThat(resting.getInputStream().read()).isEqualTo('H');
      }
      for (int i = 0; i < 8; i++) {
        connect(it);
      }
      assertThat(sockets.get(0).getInputStream().readAllBytes()).isNotEmpty();
      assertThat(get(it, "/api/v1/jobs").statusCode()).isEqualTo(200);
    }
  }
}
