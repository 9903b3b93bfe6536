package io.breakwater.lab.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProbeGetTest {

  @Test
  void aServerThatDripsIsCutOff() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> dripping = CompletableFuture.runAsync(() -> drip(server));
      ProbeGet get =
          new ProbeGet(
              URI.create("http://127.0.0.1:" + server.getLocalPort() + "/livez").toURL(),
              Duration.ofSeconds(30));
      CompletableFuture<String> cause = CompletableFuture.supplyAsync(get::run);
      Thread.sleep(300); // it is reading by now; if not, the abort must hold all the same

      get.abort();

      // The dripping would take 100 s, and no single read of it ever times out.
      assertThat(cause).succeedsWithin(Duration.ofSeconds(20)).asString().contains("no answer");
      assertThat(dripping).succeedsWithin(Duration.ofSeconds(20));
    }
  }

  private static void drip(ServerSocket server) {
    try (Socket socket = server.accept()) {
      OutputStream out = socket.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 1_000; i++) {
        out.write('x');
        Thread.sleep(100);
      }
    } catch (IOException e) {
      // the client has hung up, as it should
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
