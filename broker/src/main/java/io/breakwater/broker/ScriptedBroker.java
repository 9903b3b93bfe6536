package io.breakwater.broker;

import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import tools.jackson.databind.json.JsonMapper;

/**
 * A NATS server that misbehaves on purpose: it plays a {@link Script} on each connection, on
 * loopback. It knows no subjects and delivers nothing. Thread-safe.
 */
public final class ScriptedBroker implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final LoopbackListener listener;
  private final int port;
  private final IntFunction<Script> scripts;
  private final Runnable onClose;
  private final List<ScriptedConnection> connections = new CopyOnWriteArrayList<>();

  private ScriptedBroker(int port, IntFunction<Script> scripts, Runnable onClose) {
    this.port = port;
    this.scripts = scripts;
    this.onClose = onClose;
    listener = LoopbackListener.open(port, "scripted-broker-" + port, this::accept);
  }

  /** Starts one that plays the same script on every connection, on a free port. */
  public static ScriptedBroker start(Script script) {
    return start(number -> script);
  }

  /**
   * Starts one on a free port.
   *
   * @param scripts gives the script for the n-th connection, 1 being the first
   */
  public static ScriptedBroker start(IntFunction<Script> scripts) {
    int picked = FreePorts.take();
    return new ScriptedBroker(picked, scripts, () -> FreePorts.giveBack(picked));
  }

  /**
   * Starts one on a port, such as that of a real server that was killed.
   *
   * @throws PortTakenException if somebody listens there
   */
  public static ScriptedBroker start(int port, IntFunction<Script> scripts) {
    return new ScriptedBroker(port, scripts, () -> {});
  }

  /** Returns the port it listens on. */
  public int port() {
    return port;
  }

  /** Returns its address for clients. */
  public String url() {
    return "nats://127.0.0.1:" + port;
  }

  /** Returns all connections so far, in the order they were accepted, ended ones included. */
  public List<ScriptedConnection> connections() {
    return List.copyOf(connections);
  }

  /**
   * Sends an INFO that nobody asked for to all standing connections, as a server does when its
   * cluster changes or it becomes a lame duck.
   *
   * @param fields JSON fields that are added to the ordinary ones or replace them
   */
  public void pushInfo(Map<String, ?> fields) {
    for (ScriptedConnection connection : connections) {
      if (connection.endedAt().isEmpty()) {
        try {
          connection.sendInfo(fields);
        } catch (IOException e) {
          connection.quietlyClose(); // it has gone: nobody to tell
        }
      }
    }
  }

  /** Closes the listener and all connections; the port is free when this returns. */
  @Override
  public void close() {
    listener.close();
    connections.forEach(ScriptedConnection::stop);
    onClose.run();
  }

  String infoJson(int number, Map<String, ?> fields) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("server_id", "SCRIPTED" + port);
    info.put("server_name", "scripted-" + port);
    info.put("version", "2.9.10");
    info.put("proto", 1);
    info.put("go", "go1.19.8");
    info.put("host", "127.0.0.1");
    info.put("port", port);
    info.put("headers", true);
    info.put("max_payload", 1_048_576);
    info.put("client_id", number);
    info.put("client_ip", "127.0.0.1");
    info.putAll(fields);
    return JSON.writeValueAsString(info);
  }

  private void accept(Socket socket) throws IOException {
    int number = connections.size() + 1;
    ScriptedConnection connection = new ScriptedConnection(this, number, socket, Instant.now());
    connections.add(connection);
    DaemonThreads.start(
        "scripted-broker-" + port + "-" + number, () -> connection.play(scripts.apply(number)));
  }
}
