package io.breakwater.broker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real nats-server process to talk to and to break. It keeps its ports and its JetStream
 * directory from start to {@link #close()}, through any number of deaths and restarts.
 *
 * <p>Methods that start, end or signal the process are for one thread at a time; the queries and
 * {@link #close()} may be called from any. All throw {@link BrokerException} with the interrupt
 * flag set if the thread is interrupted while it waits. Open servers are closed when the JVM ends,
 * be it by Ctrl-C; a JVM that is killed leaves temporary files behind, but no process.
 */
public final class NatsServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NatsServer.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final int PORT_TRIES = 5;

  private final NatsServerBinary binary;
  private final Path directory;
  private final PortChoice ports;
  private final Object lock = new Object();
  private volatile ServerConfig config;
  private volatile @Nullable ServerProcess current;
  private boolean closed;

  private NatsServer(NatsServerBinary binary, PortChoice ports) {
    this.binary = binary;
    this.ports = ports;
    config = ports.decided();
    directory = Directories.createTemporary("broker");
  }

  /** Starts a server that everybody may connect to, on a free port, without JetStream. */
  public static NatsServer start() {
    return start(ServerConfig.builder().build());
  }

  /**
   * Starts a server and returns when it accepts clients. Ports given as 0 are picked, and picked
   * anew if somebody was faster; a port that was named is never replaced.
   *
   * @throws PortTakenException if somebody listens on a port that was named
   * @throws ConfigRefusedException if the server refuses the configuration
   * @throws ServerStartException if it ends, or does not accept clients within 30 s
   * @throws BrokerException if there is no nats-server to start, or no taskset to start it on
   *     processors that were named
   */
  public static NatsServer start(ServerConfig config) {
    NatsServerBinary binary = NatsServerBinary.find();
    for (int tries = 1; ; tries++) {
      NatsServer server = new NatsServer(binary, PortChoice.decide(config));
      try {
        server.restart();
        return server;
      } catch (PortTakenException e) {
        server.close();
        if (!server.ports.picked(e.port()) || tries == PORT_TRIES) {
          throw e;
        }
      } catch (RuntimeException e) {
        server.close();
        throw e;
      }
    }
  }

  /**
   * Starts the process again, after killing it if it lives, on the same ports and with the
   * JetStream directory as it is; returns when it accepts clients.
   *
   * @throws PortTakenException if somebody took one of the ports in between
   * @throws ConfigRefusedException if the server refuses the configuration
   * @throws ServerStartException if it ends, or does not accept clients within 30 s
   * @throws IllegalStateException if the server was closed
   */
  public void restart() {
    kill();
    ServerProcess started;
    // Spawning is done under the lock, so that a close at JVM shutdown cannot miss the child.
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("the server on port " + port() + " was closed");
      }
      OpenResources.add(this);
      Path file = directory.resolve("server.conf");
      Directories.writePrivate(file, ConfigText.render(config, store().orElse(null)));
      started = ServerProcess.spawn(binary, file, logFile(), config.processors());
      current = started;
    }
    started.awaitReady(config.host(), port(), START_LIMIT);
    LOG.debug("broker {}: accepts clients, pid {}", port(), started.process().pid());
  }

  /** Kills the process (SIGKILL) and returns when it is gone; nothing happens if it is. */
  public void kill() {
    ServerProcess process = current;
    if (process != null) {
      process.kill();
    }
  }

  /**
   * Stops the process as an operator would (SIGTERM, which drops all clients at once) and returns
   * when it is gone. A paused server is resumed for it.
   *
   * @throws BrokerException if it has not ended after 30 s
   */
  public void stop() {
    ServerProcess process = running();
    process.process().destroy();
    process.signal("CONT");
    if (!Waits.forExit(process.process(), STOP_LIMIT)) {
      throw new BrokerException("the server on port " + port() + " does not end on SIGTERM");
    }
  }

  /**
   * Freezes the process (SIGSTOP), and returns when it is frozen: the kernel still accepts
   * connections, nobody serves them.
   */
  public void pause() {
    running().freeze();
  }

  /** Lets a frozen process go on (SIGCONT). */
  public void resume() {
    running().signal("CONT");
  }

  /**
   * Makes it a lame duck (SIGUSR2): it tells its clients, lets them go one by one over its lame
   * duck duration, then ends by itself.
   */
  public void lameDuck() {
    running().signal("USR2");
  }

  /**
   * Makes the running process read its configuration again (SIGHUP).
   *
   * @throws ConfigRefusedException if it refuses; it then goes on with the old one
   */
  public void reload() {
    ServerProcess process = running();
    Directories.writePrivate(
        directory.resolve("server.conf"), ConfigText.render(config, store().orElse(null)));
    ServerLog log = ServerLog.from(logFile());
    process.signal("HUP");
    boolean answered =
        Waits.until(
            START_LIMIT,
            () ->
                log.contains("Reloaded server configuration")
                    || log.reloadFailure().isPresent()
                    || !process.process().isAlive());
    log.reloadFailure()
        .ifPresent(
            line -> {
              throw new ConfigRefusedException(line);
            });
    if (!answered || !process.process().isAlive()) {
      throw new BrokerException("the server on port " + port() + " did not reload");
    }
  }

  /**
   * Changes the configuration for the next {@link #reload()} or {@link #restart()}. The ports stay
   * what they are, whatever the new configuration says.
   */
  public void configure(ServerConfig changed) {
    ServerConfigBuilder builder = changed.toBuilder().port(port());
    monitoringPort().ifPresent(builder::monitoringPort);
    config = builder.build();
  }

  /**
   * Removes the JetStream directory, as if the broker had lost its disk.
   *
   * @throws IllegalStateException if the process is alive
   */
  public void wipe() {
    if (isAlive()) {
      throw new IllegalStateException("the server on port " + port() + " is alive: end it first");
    }
    store().ifPresent(Directories::remove);
  }

  /** Returns if the process is alive, frozen or not. */
  public boolean isAlive() {
    ServerProcess process = current;
    return process != null && process.process().isAlive();
  }

  /** Returns the process id of the last start. */
  public long pid() {
    return last().process().pid();
  }

  /** Returns the client port. */
  public int port() {
    return config.port();
  }

  /** Returns the address for clients: {@code nats://127.0.0.1:port}, with TLS {@code tls://...}. */
  public String url() {
    return (config.tls() == null ? "nats://" : "tls://") + config.host() + ":" + port();
  }

  /**
   * Returns a client of the monitoring port.
   *
   * @throws BrokerException if monitoring is off
   */
  public Monitoring monitoring() {
    int number =
        monitoringPort()
            .orElseThrow(
                () -> new BrokerException("the server on port " + port() + " has no monitoring"));
    return new Monitoring(URI.create("http://" + config.host() + ":" + number));
  }

  /** Returns the monitoring port, if there is one. */
  public OptionalInt monitoringPort() {
    return config.monitoringPort();
  }

  /** Returns the configuration in use, with all ports decided. */
  public ServerConfig config() {
    return config;
  }

  /** Returns the file with all that the process wrote, over all starts; removed on close. */
  public Path logFile() {
    return directory.resolve("server.log");
  }

  /**
   * Returns the processor time, user and system, that the process of the last start has used; in
   * steps of 10 ms. Empty if it has ended or the system has no /proc.
   */
  public Optional<Duration> cpuTime() {
    return isAlive() ? last().cpuTime() : Optional.empty();
  }

  /**
   * Kills the process, removes its temporary files and gives its picked ports back. A JetStream
   * directory that was named stays. May be called twice.
   */
  @Override
  public void close() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
    }
    OpenResources.forget(this);
    try {
      kill();
    } finally {
      Directories.remove(directory);
      ports.giveBack();
    }
  }

  private Optional<Path> store() {
    Storage storage = config.storage();
    if (storage instanceof Storage.Directory it) {
      return Optional.of(it.path());
    }
    return storage instanceof Storage.Temporary
        ? Optional.of(directory.resolve("jetstream"))
        : Optional.empty();
  }

  private ServerProcess last() {
    ServerProcess process = current;
    if (process == null) {
      throw new IllegalStateException("the server was never started");
    }
    return process;
  }

  private ServerProcess running() {
    ServerProcess process = last();
    if (!process.process().isAlive()) {
      throw new IllegalStateException("the server on port " + port() + " is not running");
    }
    return process;
  }
}
