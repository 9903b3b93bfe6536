package io.breakwater.lab.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineReaderTest {

  @Test
  void linesAreTheSame_whereverTheyAreCut() throws IOException {
    String text = "INFO {\"a\":\"é\"}\r\nPING\r\nPONG\r\n";
    for (int cut = 0; cut <= bytes(text).length; cut++) {
      LineReader reader = new LineReader();
      ByteBuffer all = ByteBuffer.wrap(bytes(text));
      List<String> lines = new ArrayList<>();
      drain(reader, all.slice(0, cut), lines);
      drain(reader, all.slice(cut, all.capacity() - cut), lines);
      assertThat(lines).containsExactly("INFO {\"a\":\"é\"}", "PING", "PONG");
    }
  }

  @Test
  void aLineWithoutAnEnd_isRefused() {
    LineReader reader = new LineReader();
    assertThatThrownBy(() -> reader.next(ByteBuffer.wrap(new byte[70_000])))
        .isInstanceOf(IOException.class);
  }

  private static void drain(LineReader reader, ByteBuffer bytes, List<String> lines)
      throws IOException {
    for (String line = reader.next(bytes); line != null; line = reader.next(bytes)) {
      lines.add(line);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
