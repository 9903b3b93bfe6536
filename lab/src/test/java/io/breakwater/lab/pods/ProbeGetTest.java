package io.breakwater.lab.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.policy.Probe;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeGetTest {

  private ServerSocket server;

  @BeforeEach
  void listen() throws Exception {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.0 204 No Content\r\n\r\n",
        "HTTP/1.1 399 \r\n\r\n",
        "HTTP/1.1 200\r\nX: y\r\n\r\n"
      })
  void aStatusFrom200To399Passes(String answer) {
    answerWith(answer, 0);

    assertThat(get(Duration.ofSeconds(20))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"199", "400", "404", "503"})
  void anyOtherStatusFails(int status) {
    answerWith("HTTP/1.1 " + status + " Whatever\r\n\r\n", 0);

    assertThat(get(Duration.ofSeconds(20)))
        .isEqualTo("HTTP probe failed with statuscode: " + status);
  }

  @Test
  void anAnswerThatEndsEarlyFails() {
    answerWith("HTTP/1.1 200 OK\r\n", 0);

    assertThat(get(Duration.ofSeconds(20))).endsWith("/livez: no complete HTTP answer");
  }

  @Test
  void anAnswerThatIsNotHttpFails() {
    answerWith("INFO {\"server_id\":\"x\"}\r\n\r\n", 0);

    assertThat(get(Duration.ofSeconds(20))).endsWith("/livez: not an HTTP answer");
  }

  @Test
  @Timeout(50)
  void aServerThatDripsIsCutOff() {
    // No single read comes near the timeout, all together would take 100 s.
    answerWith("HTTP/1.1 200 OK\r\nX-Slow: ", 1_000);

    assertThat(get(Duration.ofSeconds(1))).endsWith("/livez: no answer within 1000 ms");
  }

  private @Nullable String get(Duration timeout) {
    PodProbes probes = new PodProbes("127.0.0.1", server.getLocalPort(), null, null, null);
    return new ProbeGet(probes, new Probe("/livez", Duration.ZERO, timeout, timeout, 1)).run();
  }

  private void answerWith(String text, int dripBytes) {
    Thread thread = new Thread(() -> answerOne(text, dripBytes), "test-probe-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void answerOne(String text, int dripBytes) {
    try (Socket socket = server.accept()) {
      OutputStream out = socket.getOutputStream();
      assertThat(socket.getInputStream().read(new byte[4_096])).isPositive();
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < dripBytes; i++) {
        Thread.sleep(100);
        out.write('x');
      }
    } catch (IOException e) {
      // the client has hung up
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
