package io.breakwater.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Renders a {@link ServerConfig} as a configuration file that nats-server 2.9 and newer read. */
final class ConfigText {

  /** The user that everybody is where nobody says who he is. */
  private static final String ANYBODY = "anybody";

  private ConfigText() {}

  /**
   * Returns the file's text.
   *
   * @param config all its ports must be decided
   * @param store the JetStream directory; null for none
   */
  static String render(ServerConfig config, @Nullable Path store) {
    List<String> lines = new ArrayList<>();
    if (config.name() != null) {
      lines.add("server_name: " + quote(config.name()));
    }
    lines.add("listen: " + quote(config.host() + ":" + config.port()));
    config
        .monitoringPort()
        .ifPresent(port -> lines.add("http: " + quote(config.host() + ":" + port)));
    if (store != null) {
      lines.add("jetstream { store_dir: " + quote(store.toString()) + " }");
    }
    new TreeMap<>(config.settings()).forEach((key, value) -> lines.add(key + ": " + value));
    lines.addAll(authentication(config.authentication()));
    if (config.tls() != null) {
      lines.addAll(tls(config.tls()));
    }
    if (config.cluster() != null) {
      lines.addAll(cluster(config.host(), config.cluster()));
    }
    lines.addAll(config.extraLines());
    return String.join("\n", lines) + "\n";
  }

  /** Returns a duration as the server reads it. */
  static String duration(Duration duration) {
    return quote(duration.toMillis() + "ms");
  }

  /** Returns a string that the server's lexer reads back as it was: it knows these escapes only. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append(String.format("\\x%02x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  private static List<String> authentication(Authentication authentication) {
    if (authentication instanceof Authentication.Password
        || authentication instanceof Authentication.Bcrypt) {
      return List.of("authorization { " + user(authentication) + " }");
    }
    if (authentication instanceof Authentication.Token it) {
      return List.of("authorization { token: " + quote(it.token()) + " }");
    }
    if (authentication instanceof Authentication.NKey it) {
      return List.of("authorization { users: [ { " + user(it) + " } ] }");
    }
    if (authentication instanceof Authentication.Restricted it) {
      return restricted(it.users(), it.subject());
    }
    if (authentication instanceof Authentication.Raw it) {
      return it.lines().lines().toList();
    }
    return List.of();
  }

  /** Only users in a list take the default permissions. */
  private static List<String> restricted(Authentication users, String subject) {
    String permissions = "default_permissions: { publish: { deny: " + quote(subject) + " } }";
    String list = "authorization { users: [ { " + user(users) + " } ], " + permissions + " }";
    return users instanceof Authentication.None
        ? List.of(list, "no_auth_user: " + quote(ANYBODY))
        : List.of(list);
  }

  private static String user(Authentication one) {
    if (one instanceof Authentication.NKey it) {
      return "nkey: " + quote(it.publicKey());
    }
    if (one instanceof Authentication.Password it) {
      return user(it.user(), it.password());
    }
    if (one instanceof Authentication.Bcrypt it) {
      return user(it.user(), BcryptHashes.hash(it.password(), it.cost()));
    }
    return user(ANYBODY, "");
  }

  private static String user(String user, String password) {
    return "user: " + quote(user) + ", password: " + quote(password);
  }

  private static List<String> tls(Tls tls) {
    List<String> lines = new ArrayList<>();
    lines.add("tls {");
    lines.add("  cert_file: " + quote(tls.certificate().toString()));
    lines.add("  key_file: " + quote(tls.key().toString()));
    if (tls.ca() != null) {
      lines.add("  ca_file: " + quote(tls.ca().toString()));
    }
    lines.add("  verify: " + tls.verifyClient());
    lines.add("}");
    return lines;
  }

  private static List<String> cluster(String host, ClusterSettings cluster) {
    List<String> lines = new ArrayList<>();
    lines.add("cluster {");
    lines.add("  name: " + quote(cluster.name()));
    lines.add("  listen: " + quote(host + ":" + cluster.port()));
    lines.add("  routes: [");
    cluster
        .routePorts()
        .forEach(port -> lines.add("    " + quote("nats-route://" + host + ":" + port)));
    lines.add("  ]");
    lines.add("}");
    return lines;
  }
}
