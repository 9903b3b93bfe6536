package io.breakwater.client.internal;

import io.nats.client.support.NatsUri;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The servers to try, in turn: the configured ones, and those that servers told of. Thread-safe;
 * never does I/O.
 */
final class ServerList {
  private final List<Server> servers = new ArrayList<>();
  private final OptionalInt maxAttempts;
  private final RandomGenerator random;
  private final @Nullable String defaultScheme;
  private @Nullable Server connected;

  /**
   * Creates the list, in an order of its own so that the replicas of a fleet do not all begin with
   * the same server.
   *
   * @param maxAttempts after how many failures in a row a server is removed; empty for never
   */
  ServerList(List<String> urls, OptionalInt maxAttempts, RandomGenerator random) {
    this.maxAttempts = maxAttempts;
    this.random = random;
    String scheme = null;
    for (String url : urls) {
      NatsUri uri = parse(url, null);
      if (servers.stream().noneMatch(known -> known.uri.equivalent(uri))) {
        servers.add(new Server(uri, false, uri.getHost()));
      }
      if (uri.isSecure()) {
        scheme = uri.getScheme();
      }
    }
    defaultScheme = scheme;
    shuffle(servers);
  }

  private void shuffle(List<?> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }

  /**
   * Returns the next server, or empty if none is left; it becomes the last in the turn. One that is
   * about to stop is passed over, unless all are.
   */
  synchronized Optional<Server> next() {
    Optional<Server> next =
        servers.stream()
            .filter(server -> !server.lameDuck)
            .findFirst()
            .or(() -> servers.stream().findFirst());
    next.ifPresent(
        server -> {
          servers.remove(server);
          servers.add(server);
        });
    return next;
  }

  /**
   * Notes that the server is about to stop, and returns the number of this notice. Reaching it, or
   * being told of it by another server, takes the note away: it has come back.
   */
  synchronized int lameDuck(Server server) {
    server.lameDuck = true;
    return ++server.notices;
  }

  /** Takes the note away, unless the server has given notice again since the one of that number. */
  synchronized void noticeLapses(Server server, int notice) {
    if (server.notices == notice) {
      server.lameDuck = false;
    }
  }

  /** Returns if there is a server that is not about to stop. */
  synchronized boolean hasStaying() {
    return servers.stream().anyMatch(server -> !server.lameDuck);
  }

  /** Notes that the server has been reached. */
  synchronized void succeeded(Server server) {
    connected = server;
    server.failures = 0;
    server.lameDuck = false;
  }

  /** Notes a failed attempt. Returns true if it was one too many and the server is removed. */
  synchronized boolean failed(Server server) {
    server.failures++;
    return maxAttempts.isPresent()
        && server.failures >= maxAttempts.getAsInt()
        && servers.remove(server);
  }

  /**
   * Takes the URLs that a server told of: adds the new ones, and forgets those that were learnt
   * this way before and are no longer told of, except the one that is in use.
   *
   * @return true if one of them is new
   */
  synchronized boolean discovered(List<String> urls) {
    List<NatsUri> told = new ArrayList<>();
    for (String url : urls) {
      try {
        told.add(new NatsUri(url, defaultScheme));
      } catch (URISyntaxException e) {
        // A server's own mistake; the other URLs are still good.
      }
    }
    servers.removeIf(
        known ->
            known.discovered
                && known != connected
                && told.stream().noneMatch(uri -> uri.equivalent(known.uri)));
    boolean any = false;
    // All replicas are told the same, in the same order; they must not all go to the first.
    shuffle(told);
    for (NatsUri uri : told) {
      Optional<Server> known =
          servers.stream().filter(server -> server.uri.equivalent(uri)).findFirst();
      // A lame duck tells of others only, and they no longer of it.
      known.ifPresent(server -> server.lameDuck = false);
      if (known.isEmpty()) {
        servers.add(0, new Server(uri, true, tlsNameFor(uri)));
        any = true;
      }
    }
    return any;
  }

  /** Returns how many servers there are. */
  synchronized int size() {
    return servers.size();
  }

  /** Returns the URLs, user info masked, in the order of their turns. */
  synchronized List<String> display() {
    return servers.stream().map(Server::display).toList();
  }

  /** Returns if any server wants TLS. */
  synchronized boolean secure() {
    return servers.stream().anyMatch(server -> server.uri.isSecure());
  }

  /** Servers tell of addresses; a certificate is for a name: the one we were configured with. */
  private String tlsNameFor(NatsUri uri) {
    if (!uri.hostIsIpAddress()) {
      return uri.getHost();
    }
    return servers.stream()
        .filter(known -> !known.discovered && !known.uri.hostIsIpAddress())
        .map(known -> known.uri.getHost())
        .findFirst()
        .orElse(uri.getHost());
  }

  private static NatsUri parse(String url, @Nullable String scheme) {
    try {
      return new NatsUri(url, scheme);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a NATS URL: " + UrlMask.mask(url), e);
    }
  }

  /** One server of the list. What changes is guarded by the list. */
  static final class Server {
    private final NatsUri uri;
    private final boolean discovered;
    private final String tlsName;
    private int failures;
    private boolean lameDuck;
    private int notices;

    private Server(NatsUri uri, boolean discovered, String tlsName) {
      this.uri = uri;
      this.discovered = discovered;
      this.tlsName = tlsName;
    }

    NatsUri uri() {
      return uri;
    }

    /** Returns the name that the server's certificate must be for. */
    String tlsName() {
      return tlsName;
    }

    /** Returns how often it failed in a row. */
    int failures() {
      return failures;
    }

    /** Returns its URL, user info masked. */
    String display() {
      return UrlMask.mask(uri.toString()).toLowerCase(Locale.ROOT);
    }
  }
}
