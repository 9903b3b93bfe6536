package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ProbeSettings;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a probe's connection goes through. */
@Timeout(30)
class ProbeConnectionTest {

  @Test
  void theAnswerEndsTheConnectionOfAnAskerWhoWouldKeepIt() throws Exception {
    HealthTracker tracker = new HealthTracker(System.nanoTime());
    LifecyclePolicy policy =
        LifecyclePolicy.builder()
            .service("test")
            .servers("nats://127.0.0.1:1")
            .probes(ProbeSettings.DEFAULTS.withAddress("127.0.0.1").withPort(0))
            .build();
    try (ProbeServer server =
            ProbeServer.start(
                policy, () -> tracker.health(System.nanoTime(), Duration.ofMinutes(1)));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      // Without that end the read below would last as long as HttpServer keeps an idle connection.
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("Connection: close");
      assertThat(answer).endsWith("\r\n\r\nok\n");
    }
  }
}
