package io.breakwater.client.internal;

import io.breakwater.policy.AttemptOutcome;
import io.nats.client.Options;
import io.nats.client.ServerPool;
import io.nats.client.support.NatsUri;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server pool that jnats asks before every attempt: lets the attempt wait at the gate, chooses
 * the server, and hands out one address of it.
 *
 * <p>jnats walks through a pool in two ways. At the first connect it peeks, and stops when it sees
 * the first server again; at a reconnect it only takes. Here a peek takes the turn and the next
 * take returns what the peek showed, so that both ways pass the same gate; and no URI after the
 * first equals the first, so that jnats does not end the first pass: the gate does, as the startup
 * policy says.
 *
 * <p>Names are resolved here, anew for each attempt, and one address is handed out: jnats would
 * dial all of them without asking. An address also lets the URI carry a fragment, and a fragment
 * that is new in each dial keeps jnats from closing the connection for good when the same server
 * refuses the same credentials twice. (A dial that connected counts too: a server that drops its
 * clients because their password has changed says the same words as one that refuses them.)
 */
final class GatedServerPool implements ServerPool {
  private static final Logger log = LoggerFactory.getLogger(GatedServerPool.class);

  private final AttemptGate gate;
  private final ServerList servers;
  private final AttemptObserver observer;
  private final InstantSource wallClock;
  private final RandomGenerator random;
  private final boolean verifiesHostNames;

  // Used by the one thread that dials, except where volatile.
  private @Nullable NatsUri peeked;
  private volatile @Nullable Attempt current;
  private volatile @Nullable Port port;
  private volatile @Nullable Attempt established;
  private volatile boolean retired;
  private final AtomicLong reads = new AtomicLong();
  private long dials;
  private Runnable beforeFirst = () -> {};

  GatedServerPool(
      AttemptGate gate,
      ServerList servers,
      AttemptObserver observer,
      InstantSource wallClock,
      RandomGenerator random,
      boolean verifiesHostNames) {
    this.gate = gate;
    this.servers = servers;
    this.observer = observer;
    this.wallClock = wallClock;
    this.random = random;
    this.verifiesHostNames = verifiesHostNames;
  }

  /** Notes that the server has sent something. */
  void heard() {
    reads.incrementAndGet();
  }

  /** Returns how often the server has sent something. */
  long reads() {
    return reads.get();
  }

  @Override
  public void initialize(Options opts) {}

  @Override
  public @Nullable NatsUri peekNextServer() {
    if (peeked == null) {
      peeked = take(this::firstConnectFragment);
    }
    return peeked;
  }

  @Override
  public @Nullable NatsUri nextServer() {
    NatsUri shown = peeked;
    peeked = null;
    return shown != null ? shown : take(this::reconnectFragment);
  }

  /** Runs the task once, when jnats first asks for a server. */
  void beforeFirstAttempt(Runnable task) {
    beforeFirst = task;
  }

  /** Never throws: an exception here would end jnats's reconnecting in silence. */
  private @Nullable NatsUri take(Supplier<String> fragment) {
    Runnable task = beforeFirst;
    beforeFirst = () -> {};
    task.run();
    while (true) {
      end(false);
      if (retired) {
        abortDial();
        return null;
      }
      if (servers.size() == 0) {
        observer.poolEmptied();
        return null;
      }
      long number = gate.awaitTurn(() -> retired);
      if (number == 0 || retired) {
        return null;
      }
      Optional<ServerList.Server> next = servers.next();
      if (next.isEmpty()) {
        observer.poolEmptied();
        return null;
      }
      Attempt attempt = new Attempt(number, next.get(), wallClock.instant(), System.nanoTime());
      current = attempt;
      try {
        return address(next.get(), fragment.get());
      } catch (UnknownHostException e) {
        attempt.failed(e);
      } catch (URISyntaxException | RuntimeException e) {
        log.error("cannot dial {}", next.get().display(), e);
        attempt.failed(e);
      }
    }
  }

  /**
   * At the first connect only the very first URI has to differ from the others. jnats keeps every
   * distinct one until it is connected, which may be days, so there are just two for each server.
   */
  private String firstConnectFragment() {
    return dials++ == 0 ? "" : "#boot";
  }

  private String reconnectFragment() {
    return "#" + dials++;
  }

  private NatsUri address(ServerList.Server server, String fragment)
      throws UnknownHostException, URISyntaxException {
    NatsUri uri = server.uri();
    if (uri.hostIsIpAddress() || uri.isWebsocket()) {
      // A WebSocket's handshake names the host, so its name has to stay.
      return new NatsUri(uri + fragment);
    }
    InetAddress[] addresses = InetAddress.getAllByName(uri.getHost());
    InetAddress one = addresses[random.nextInt(addresses.length)];
    return new NatsUri(uri.reHost(one.getHostAddress()) + fragment);
  }

  /** Called by the port that jnats makes for the attempt. */
  Attempt dialling(GateDataPort made) {
    Attempt attempt = current;
    if (attempt == null) {
      throw new IllegalStateException("a dial that did not pass the gate");
    }
    port = new Port(made);
    return attempt;
  }

  /** Called by a port that has seen the end of its socket after the first PONG. */
  void lost(GateDataPort of) {
    Port known = port;
    if (known != null && known.socket == of && !known.lost) {
      known.lost();
      observer.portLost();
    }
  }

  /** Returns if the port in use has seen the end of its socket. */
  boolean portLost() {
    Port known = port;
    return known != null && known.lost;
  }

  /** Returns what the handshake of the last dial showed, if that connected. */
  Optional<Handshake> handshake() {
    Port known = port;
    return known == null ? Optional.empty() : known.socket.handshake();
  }

  /** Returns the attempt that is under way, if one is. */
  @Nullable Attempt underWay() {
    return current;
  }

  /** Returns if the last connection that stood, or stands, was dialled before the given moment. */
  boolean establishedBefore(long nanos) {
    Attempt known = established;
    return known == null || known.startedNanos() - nanos < 0;
  }

  /** Returns the server of the last connection that stood, or stands; empty before the first. */
  String server() {
    Attempt known = established;
    return known == null ? "" : known.server().display();
  }

  /** Returns the attempt that made the connection that stands, or stood last. */
  @Nullable Attempt established() {
    return established;
  }

  /** Called when the connection stands. */
  void connected() {
    end(true);
  }

  private void end(boolean connected) {
    Attempt attempt = current;
    // A stale reader of an earlier socket may call too; an attempt is its dialling thread's alone.
    if (attempt == null || !attempt.dialledHere()) {
      return;
    }
    Optional<Attempt.Ended> ended = attempt.end(connected, System.nanoTime());
    current = null;
    if (ended.isEmpty()) {
      return;
    }
    AttemptOutcome outcome = ended.get().outcome();
    gate.ended(outcome);
    observer.ended(attempt, ended.get());
    if (connected) {
      established = attempt;
      servers.succeeded(attempt.server());
    } else if (servers.failed(attempt.server())) {
      observer.removed(attempt.server(), servers.size());
    }
  }

  /** Lets this pool's jnats connection make no more attempts; another one has taken its place. */
  void retire() {
    retired = true;
    Attempt attempt = current;
    if (attempt != null) {
      attempt.abandon("closed");
      abortDial();
    }
    gate.wake();
  }

  private void abortDial() {
    Port dialled = port;
    if (dialled != null) {
      dialled.socket.abort();
    }
  }

  /** Notes what jnats reports of the attempt under way. */
  void failed(Throwable thrown) {
    Attempt attempt = current;
    if (attempt != null && attempt.dialledHere()) {
      attempt.failed(thrown);
    }
  }

  /**
   * Called after a failed attempt, and also when an established connection drops; only the first
   * ends an attempt.
   */
  @Override
  public void connectFailed(NatsUri nuri) {
    end(false);
  }

  @Override
  public void connectSucceeded(NatsUri nuri) {
    end(true);
  }

  @Override
  public boolean acceptDiscoveredUrls(List<String> discoveredServers) {
    return servers.discovered(discoveredServers);
  }

  @Override
  @SuppressWarnings("deprecation") // the interface still demands it; jnats calls the other one
  public List<String> resolveHostToIps(String host) {
    return List.of();
  }

  @Override
  public List<String> resolveHostToIps(String host, boolean maxOneResult, boolean includeIPV6) {
    return List.of();
  }

  @Override
  public List<String> getServerList() {
    return servers.display();
  }

  @Override
  public boolean hasSecureServer() {
    return servers.secure();
  }

  boolean verifiesHostNames() {
    return verifiesHostNames;
  }

  /** The socket in use, and if it has ended. */
  static final class Port {
    private final GateDataPort socket;
    private volatile boolean lost;

    private Port(GateDataPort socket) {
      this.socket = socket;
    }

    private void lost() {
      lost = true;
    }
  }
}
