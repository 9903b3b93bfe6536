package io.breakwater.controlplane.gateway;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events, as they are written: <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, 9.2</a>. For one
 * thread.
 */
final class EventWriter {
  private final ServletOutputStream out;

  EventWriter(ServletOutputStream out) {
    this.out = out;
  }

  /**
   * Writes an event.
   *
   * @param id what the client goes on after; null to leave that as it is
   * @param json the data, one line
   */
  void event(String kind, @Nullable String id, byte[] json) throws IOException {
    String head = (id == null ? "" : "id: " + id + "\n") + "event: " + kind + "\ndata: ";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(json);
    out.write('\n');
    out.write('\n');
    out.flush();
  }

  /**
   * Writes what a program does not hear: it shows if the client is still there.
   *
   * @param words for people, one line of ASCII; none if empty
   */
  void comment(String words) throws IOException {
    out.write((":" + words).getBytes(StandardCharsets.US_ASCII));
    out.write('\n');
    out.write('\n');
    out.flush();
  }
}
