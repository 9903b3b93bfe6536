package io.breakwater.planner.audit;

import io.breakwater.planner.facts.Credential;
import io.breakwater.planner.facts.Figure;
import io.breakwater.planner.facts.Shown;
import io.breakwater.policy.BurstEstimate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a broker keeps, how many it takes, and what each of them costs it. */
final class BrokerLimitRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "jetstream-on-emptydir",
              Severity.ERROR,
              "JetStream's files go with the pod",
              "An emptyDir, or the container's own layer, is deleted with its pod: after a node drain"
                  + " or an eviction, streams, consumers and key-value buckets of it are gone.",
              BrokerLimitRules::emptyDir),
          new Rule(
              "broker-too-old",
              Severity.ERROR,
              "a cluster of servers that lose what they acknowledged",
              "Before 2.10, copies of a stream drift apart when servers are killed or restarted: in"
                  + " drills on 2.9.10, accepted messages were gone from all copies, and a server that"
                  + " had lost hundreds said it was healthy. Clients cannot see or mend it.",
              BrokerLimitRules::tooOld),
          new Rule(
              "max-connections-low",
              Severity.ERROR,
              "the broker takes fewer connections than the fleet has",
              "When the fleet comes back, and most of all when it comes back to fewer servers, those"
                  + " over the limit are refused for ever.",
              BrokerLimitRules::maxConnections),
          new Rule(
              "tls-timeout-short",
              Severity.WARNING,
              "the broker ends TLS handshakes that a wave makes wait",
              "nats-server allows a TLS handshake 2 s, however long the client waits, and finds out"
                  + " that it took longer when its own part is done: that work is lost, and the"
                  + " client comes again. In three drills of 1,000 clients, waves of 5 s to 6 s, it"
                  + " lost 263 to 513 handshakes.",
              BrokerLimitRules::tlsTimeout),
          new Rule(
              "bcrypt-credentials",
              Severity.WARNING,
              "each connection costs the broker a bcrypt check",
              "bcrypt is slow on purpose, and after an outage every client needs one check: it is the"
                  + " broker's processors that bound the recovery. An NKey costs about 1 ms.",
              BrokerLimitRules::bcrypt));

  private static final double NKEY_SECONDS = 0.001;

  /** A wave is never worked off quite evenly. */
  private static final double TLS_HEAD_ROOM = 1.25;

  /** The tag of an image that says a version: {@code 2.9.10-alpine}. */
  private static final Pattern VERSION = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})(\\D.*)?");

  private BrokerLimitRules() {}

  private static void tooOld(Inventory inventory, Findings findings) {
    for (Workload broker : inventory.brokers().filter(one -> one.replicas() > 1).toList()) {
      for (Container container : broker.brokers()) {
        if (hasJetStream(container, inventory.confOf(broker)) && isOld(container.tag())) {
          findings.add(
              container.subject(),
              container.tree().at("image").place(),
              "image %s, %d replicas with JetStream"
                  .formatted(container.tree().at("image").text(), broker.replicas()),
              "an image of nats-server 2.10 or newer, one server after the other");
        }
      }
    }
  }

  private static boolean hasJetStream(Container container, Optional<BrokerConf> conf) {
    return conf.map(BrokerConf::hasJetStream).orElse(container.words().contains("-js"));
  }

  private static boolean isOld(String tag) {
    Matcher version = VERSION.matcher(tag);
    return version.matches()
        && Integer.parseInt(version.group(1)) * 10_000 + Integer.parseInt(version.group(2))
            < 20_010;
  }

  private static void emptyDir(Inventory inventory, Findings findings) {
    for (Workload broker : inventory.brokers().toList()) {
      Optional<BrokerConf> conf = inventory.confOf(broker);
      for (Container container : broker.brokers()) {
        if (hasJetStream(container, conf)) {
          String folder = conf.flatMap(BrokerConf::storeFolder).orElse("/tmp/nats/jetstream");
          store(broker, container, folder, findings);
        }
      }
    }
  }

  private static void store(
      Workload broker, Container container, String folder, Findings findings) {
    Optional<Tree> mount =
        container.tree().at("volumeMounts").items().stream()
            .filter(one -> isUnder(folder, one.at("mountPath").text()))
            .findFirst();
    String name = mount.map(one -> one.at("name").text()).orElse("");
    boolean claimed =
        broker.object().spec().at("volumeClaimTemplates").items().stream()
            .anyMatch(claim -> claim.at("metadata", "name").is(name));
    Optional<Tree> volume =
        broker.podSpec().at("volumes").items().stream()
            .filter(one -> one.at("name").is(name))
            .findFirst();
    boolean temporary =
        volume.map(one -> one.entries().containsKey("emptyDir")).orElse(mount.isEmpty());
    if (!claimed && temporary) {
      findings.add(
          container.subject(),
          volume.or(() -> mount).map(Tree::place).orElse(container.tree().place()),
          "JetStream keeps its files in %s, which is %s"
              .formatted(folder, mount.isEmpty() ? "no volume" : "an emptyDir"),
          "a volumeClaimTemplate that is mounted at " + folder);
    }
  }

  /** The official chart mounts its volume at a folder inside of the one that it configures. */
  private static boolean isUnder(String folder, String mount) {
    return !mount.isEmpty()
        && ((folder + "/").startsWith(mount.replaceAll("/*$", "/"))
            || mount.startsWith(folder.replaceAll("/*$", "/") + "jetstream"));
  }

  private static void maxConnections(Inventory inventory, Findings findings) {
    Optional<Figure> connections = inventory.figures().connections();
    for (BrokerConf conf : inventory.brokerConfs()) {
      OptionalLong limit = BrokerConf.number(conf.maxConnections().text());
      if (connections.isEmpty() || limit.isEmpty()) {
        continue;
      }
      long servers = inventory.serversOf(conf);
      double n = connections.get().value();
      long left = Math.max(1, servers - 1);
      if ((double) limit.getAsLong() * left < n) {
        boolean never = (double) limit.getAsLong() * servers < n;
        findings.add(
            never ? Severity.ERROR : Severity.WARNING,
            conf.subject(),
            conf.maxConnections().place(),
            "max_connections is %d on each of %d server%s%s"
                .formatted(
                    limit.getAsLong(),
                    servers,
                    servers == 1 ? "" : "s",
                    never ? "" : ", too few when one of them is away"),
            "N = %s (%s) > %d x %d = %d; the server's default is %d"
                .formatted(
                    Shown.number(n),
                    connections.get().source(),
                    limit.getAsLong(),
                    never ? servers : left,
                    limit.getAsLong() * (never ? servers : left),
                    BrokerConf.DEFAULT_MAX_CONNECTIONS),
            "max_connections: N on each server, for when it is the only one left");
      }
    }
  }

  private static void tlsTimeout(Inventory inventory, Findings findings) {
    Optional<Figure> rate = inventory.figures().connectRate();
    for (BrokerConf conf : inventory.brokerConfs()) {
      Tree written = conf.tls().at("timeout");
      Optional<Duration> timeout =
          written.exists()
              ? Durations.parse(written.text(), Durations.SECONDS)
                  .map(it -> it.isZero() ? BrokerConf.DEFAULT_TLS_TIMEOUT : it)
              : Optional.of(BrokerConf.DEFAULT_TLS_TIMEOUT);
      if (!conf.tls().exists() || rate.isEmpty() || timeout.isEmpty()) {
        continue;
      }
      double wave =
          inventory.connections().stream()
              .flatMap(connection -> inventory.figures().burst(connection).stream())
              .mapToDouble(BurstEstimate::largestPerSecond)
              .max()
              .orElse(0);
      double busy = wave / rate.get().value();
      if (busy > timeout.get().toNanos() / 1e9) {
        findings.add(
            conf.subject(),
            written.exists() ? written.place() : conf.tls().place(),
            "a wave takes %s, and the broker allows a TLS handshake %s"
                .formatted(Shown.seconds(busy), Shown.duration(timeout.get())),
            "%s attempts in a second / C = %s (%s) per second = %s > %s%s"
                .formatted(
                    Shown.number(wave),
                    Shown.number(rate.get().value()),
                    rate.get().source(),
                    Shown.seconds(busy),
                    Shown.duration(timeout.get()),
                    written.exists() ? "" : " (the server's default)"),
            "reconnect.shape: spread, so that there is no wave; or tls { timeout: %.0f } on every server"
                .formatted(Math.ceil(TLS_HEAD_ROOM * busy)));
      }
    }
  }

  private static void bcrypt(Inventory inventory, Findings findings) {
    for (BrokerConf conf : inventory.brokerConfs()) {
      conf.secrets().stream()
          .filter(secret -> BrokerConf.bcryptCost(secret.text()).isPresent())
          .findFirst()
          .ifPresent(
              secret -> {
                OptionalInt cost = BrokerConf.bcryptCost(secret.text());
                findings.add(
                    conf.subject(),
                    secret.place(),
                    "passwords are hashed with bcrypt, cost " + cost.orElseThrow(),
                    cost(inventory, Credential.bcryptSeconds(cost.orElseThrow())),
                    "users with an nkey instead of a password, or .creds files");
              });
    }
  }

  private static String cost(Inventory inventory, double seconds) {
    String each =
        "%s ms of processor time each, an NKey about 1 ms".formatted(Shown.number(seconds * 1000));
    return inventory
        .figures()
        .connections()
        .map(
            n ->
                "N = %s (%s): %s with bcrypt, %s with NKeys, of one processor; %s"
                    .formatted(
                        Shown.number(n.value()),
                        n.source(),
                        Shown.seconds(n.value() * seconds),
                        Shown.seconds(n.value() * NKEY_SECONDS),
                        each))
        .orElse(each);
  }
}
