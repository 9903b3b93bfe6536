package io.breakwater.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a {@link ScriptedBroker} does on one connection: steps that are played in order. After the
 * last one the connection stays open; what the client says is read and recorded, never answered.
 * Immutable: each method returns a new script with one step more.
 *
 * <pre>{@code
 * Script.begin().sendInfo().await("CONNECT").sendLine("-ERR 'Authorization Violation'").close()
 * }</pre>
 *
 * @param steps the steps in their order
 */
public record Script(List<Step> steps) {

  /** One thing that the broker does. */
  @FunctionalInterface
  public interface Step {
    /**
     * Does it.
     *
     * @throws IOException if the client has gone, or the broker is closed
     */
    void play(ScriptedConnection connection) throws IOException;
  }

  /** Copies the list. */
  public Script {
    steps = List.copyOf(steps);
  }

  /** Returns the script without steps: a broker that accepts and says nothing. */
  public static Script begin() {
    return new Script(List.of());
  }

  /** Returns the script of a broker that accepts and never says anything. */
  public static Script silent() {
    return begin();
  }

  /** Returns the script of a broker that takes the client in and answers its pings. */
  public static Script normal() {
    return begin().sendInfo().serve();
  }

  /**
   * Returns the script of a broker that answers CONNECT with an error and hangs up.
   *
   * @param error the words between the quotes: {@code Authorization Violation}
   */
  public static Script rejecting(String error) {
    return begin().sendInfo().await("CONNECT").sendLine("-ERR '" + error + "'").close();
  }

  /** Sends an ordinary INFO. */
  public Script sendInfo() {
    return sendInfo(Map.of());
  }

  /**
   * Sends INFO.
   *
   * @param fields JSON fields that are added to the ordinary ones or replace them; values as
   *     Jackson writes them: {@code Map.of("connect_urls", List.of("127.0.0.1:4223"))}
   */
  public Script sendInfo(Map<String, ?> fields) {
    Map<String, ?> copy = Map.copyOf(fields);
    return then(connection -> connection.sendInfo(copy));
  }

  /**
   * Reads lines, answering none, until one starts with {@code word}. A client that hangs up before
   * ends the script.
   */
  public Script await(String word) {
    return then(connection -> connection.readUntil(word, false));
  }

  /** Serves as {@link #serve()} does until a line starts with {@code word}. */
  public Script serveUntil(String word) {
    return then(connection -> connection.readUntil(word, true));
  }

  /** Answers pings, and every line with +OK if CONNECT asked for it, until the client goes. */
  public Script serve() {
    return then(connection -> connection.readToEnd(true));
  }

  /** Sends one protocol line; the line's end is added. */
  public Script sendLine(String line) {
    return send(line + "\r\n");
  }

  /** Sends text as it is, such as the answer of an HTTP server. */
  public Script send(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes as they are. */
  public Script send(byte[] bytes) {
    byte[] copy = bytes.clone();
    return then(connection -> connection.send(copy));
  }

  /** Waits; the client is not read meanwhile. */
  public Script pause(Duration duration) {
    return then(connection -> Waits.sleep(duration));
  }

  /**
   * Closes the connection as a server does: with a FIN, or, where the client has sent something
   * that was not read, a reset.
   */
  public Script close() {
    return then(ScriptedConnection::close);
  }

  /** Sends FIN and reads on: a clean end of stream for the client, whatever it has sent. */
  public Script halfClose() {
    return then(ScriptedConnection::halfClose);
  }

  /** Resets the connection (RST). */
  public Script reset() {
    return then(ScriptedConnection::reset);
  }

  /** Adds a step of one's own. */
  public Script then(Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new Script(longer);
  }
}
