package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeScannerTest {
  private static final String HANDSHAKE = "INFO {\"port\":4222}\r\n+OK\r\nPONG\r\n";

  private final List<String> heard = new ArrayList<>();
  private final HandshakeScanner scanner = new HandshakeScanner();
  private final HandshakeScanner.Meaning meaning =
      new HandshakeScanner.Meaning() {
        @Override
        public void info() {
          heard.add("info");
        }

        @Override
        public void error(String text) {
          heard.add("error " + text);
        }

        @Override
        public void pong() {
          heard.add("pong");
        }
      };

  @Test
  void wholeHandshake_inOneRead() {
    scan(HANDSHAKE);
    assertThat(heard).containsExactly("info", "pong");
    assertThat(scanner.established()).isTrue();
  }

  @Test
  void splitAnywhere_meansTheSame() {
    for (int at = 0; at <= HANDSHAKE.length(); at++) {
      List<String> expected = List.of("info", "pong");
      heard.clear();
      HandshakeScanner fresh = new HandshakeScanner();
      byte[] bytes = HANDSHAKE.getBytes(StandardCharsets.UTF_8);
      fresh.scan(bytes, 0, at, meaning);
      fresh.scan(bytes, at, bytes.length - at, meaning);
      assertThat(heard).as("split at %d", at).isEqualTo(expected);
    }
  }

  @Test
  void byteByByte_meansTheSame() {
    HANDSHAKE.chars().forEach(c -> scan(String.valueOf((char) c)));
    assertThat(heard).containsExactly("info", "pong");
  }

  @Test
  void longInfo_isStillAnInfo_andTheLinesAfterItAreSeen() {
    scan("INFO {" + "x".repeat(100_000) + "}\r\n-ERR 'Authorization Violation'\r\n");
    assertThat(heard).containsExactly("info", "error Authorization Violation");
  }

  @Test
  void longLineThatContainsAWord_isNotTakenForIt() {
    scan("x".repeat(300) + "PONG\r\n");
    assertThat(heard).isEmpty();
    assertThat(scanner.established()).isFalse();
  }

  @Test
  void afterTheFirstPong_nothingIsLookedAt() {
    scan("PONG\r\n-ERR 'Stale Connection'\r\n");
    scan("-ERR 'Stale Connection'\r\n");
    assertThat(heard).containsExactly("pong");
  }

  @Test
  void otherBytes_areNoHarm() {
    scan("\r\n\n\n\0\u00ff\r\nHTTP/1.1 400 Bad Request\r\n");
    assertThat(heard).isEmpty();
  }

  @Test
  void onlyTheGivenPartOfTheBuffer_isLookedAt() {
    byte[] bytes = "PONG\r\nINFO {}\r\nPONG\r\n".getBytes(StandardCharsets.UTF_8);
    scanner.scan(bytes, 6, 9, meaning);
    assertThat(heard).containsExactly("info");
  }

  private void scan(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    scanner.scan(bytes, 0, bytes.length, meaning);
  }
}
