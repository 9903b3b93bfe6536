package io.breakwater.planner.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A nats-server configuration.
 *
 * @param tree what it says
 * @param subject whose it is
 */
record BrokerConf(Tree tree, Subject subject) {
  /** The server's own default. */
  static final long DEFAULT_MAX_CONNECTIONS = 65_536;

  /** The server's own default: two minutes, the first ten seconds of them as grace. */
  static final Duration DEFAULT_LAME_DUCK = Duration.ofMinutes(2);

  /** The server's own default: what it allows for a TLS handshake. */
  static final Duration DEFAULT_TLS_TIMEOUT = Duration.ofSeconds(2);

  private static final Pattern BCRYPT = Pattern.compile("\\$2[abxy]\\$(\\d\\d)\\$.*");

  private static final List<String> KNOWN =
      List.of(
          "port",
          "listen",
          "host",
          "net",
          "server_name",
          "cluster",
          "jetstream",
          "authorization",
          "accounts",
          "http",
          "http_port",
          "monitor_port",
          "https_port",
          "leafnodes",
          "gateway",
          "max_connections",
          "max_payload",
          "operator",
          "resolver",
          "websocket",
          "mqtt",
          "lame_duck_duration",
          "pid_file",
          "tls");

  /** Returns if at least two of the keys are the server's. */
  boolean looksReal() {
    return KNOWN.stream().filter(key -> tree.at(key).exists()).count() >= 2;
  }

  Tree maxConnections() {
    return first("max_connections", "max_conn");
  }

  /** Returns how long it takes to let its clients go one by one. */
  Duration lameDuck() {
    Tree value = tree.at("lame_duck_duration");
    return Durations.parse(value.text(), Durations.SECONDS).orElse(DEFAULT_LAME_DUCK);
  }

  /** Returns the block of what its clients' TLS is; there may be none. */
  Tree tls() {
    return tree.at("tls");
  }

  boolean isClustered() {
    return tree.at("cluster").exists();
  }

  boolean hasJetStream() {
    Tree value = tree.at("jetstream");
    return value.exists() && !value.text().matches("(?i)false|no|off|disabled?");
  }

  /** Returns where JetStream keeps its files, if the configuration says so. */
  Optional<String> storeFolder() {
    Tree folder = tree.at("jetstream", "store_dir");
    Tree other = folder.exists() ? folder : first("store_dir", "storedir");
    return other.exists() ? Optional.of(other.text()) : Optional.empty();
  }

  private Tree first(String... names) {
    for (String name : names) {
      if (tree.at(name).exists()) {
        return tree.at(name);
      }
    }
    return tree.at(names[0]);
  }

  /** Returns every password and token of clients. */
  List<Tree> secrets() {
    List<Tree> secrets = new ArrayList<>();
    Tree authorization = tree.at("authorization");
    secrets.add(authorization.at("password"));
    secrets.add(authorization.at("token"));
    authorization.at("users").items().forEach(user -> secrets.add(user.at("password")));
    for (Tree account : tree.at("accounts").entries().values()) {
      account.at("users").items().forEach(user -> secrets.add(user.at("password")));
    }
    return secrets.stream().filter(Tree::exists).toList();
  }

  /** Returns if a client can say who it is by signing. */
  boolean usesKeys() {
    return Flat.of(tree).stream().anyMatch(entry -> entry.path().endsWith(".users.nkey"))
        || tree.at("operator").exists();
  }

  /** Returns the cost of the text if it is a bcrypt hash. */
  static OptionalInt bcryptCost(String text) {
    Matcher matcher = BCRYPT.matcher(text);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /** Returns a number with the server's suffixes: {@code 64K}, {@code 1MB}. */
  static OptionalLong number(String text) {
    Matcher matcher = Pattern.compile("(?i)(\\d{1,12})([kmg]?)(i?b)?").matcher(text);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    double thousand = matcher.group(3) == null ? 1000 : 1024;
    int power = " kmg".indexOf(matcher.group(2).isEmpty() ? ' ' : lower(matcher.group(2)));
    return OptionalLong.of(
        (long) (Double.parseDouble(matcher.group(1)) * Math.pow(thousand, power)));
  }

  private static char lower(String letter) {
    return Character.toLowerCase(letter.charAt(0));
  }
}
