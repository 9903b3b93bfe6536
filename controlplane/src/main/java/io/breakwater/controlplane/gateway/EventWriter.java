package io.breakwater.controlplane.gateway;

import io.breakwater.controlplane.contract.Json;
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
   * @param data written as JSON, which is one line
   */
  void event(String kind, @Nullable String id, Object data) throws IOException {
    String head = (id == null ? "" : "id: " + id + "\n") + "event: " + kind + "\ndata: ";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(Json.bytes(data));
    out.write('\n');
    out.write('\n');
    out.flush();
  }

  /** Writes what a client does not hear: it shows if the client is still there. */
  void comment() throws IOException {
    out.write(':');
    out.write('\n');
    out.write('\n');
    out.flush();
  }
}
