package io.breakwater.planner.audit;

import io.breakwater.planner.facts.Figure;
import io.breakwater.planner.facts.Shown;
import io.breakwater.policy.BurstEstimate;
import io.breakwater.policy.ScheduleShape;
import io.breakwater.policy.SpreadPeriod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a fleet comes back, and whether it can at all. */
final class ReconnectRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "fixed-wait",
              Severity.WARNING,
              "a fixed wait between attempts",
              "All connections are lost at the same moment; with the same wait all attempts of the"
                  + " fleet fall on the same moments for ever.",
              ReconnectRules::fixedWait),
          new Rule(
              "zero-jitter-jnats",
              Severity.ERROR,
              "jnats with a jitter of zero",
              "jnats asks for a random number below the jitter, and none is below zero: the exception"
                  + " ends its reconnecting silently. The connection is DISCONNECTED for ever, and"
                  + " publishes are still accepted.",
              ReconnectRules::zeroJitter),
          new Rule(
              "wave-collapses",
              Severity.ERROR,
              "the fleet cannot come back",
              "All handshakes of a wave share the broker's processors. When they take longer than the"
                  + " clients wait, all clients hang up before theirs is done, and try again: the"
                  + " broker spends its time on the dead.",
              ReconnectRules::waveCollapses),
          new Rule(
              "jitter-too-small",
              Severity.WARNING,
              "the jitter is far smaller than N/C",
              "Jitter spreads a wave over its own length. What the broker cannot take in that time"
                  + " queues up, and waits for its processors together.",
              ReconnectRules::jitterTooSmall),
          new Rule(
              "reconnects-bounded",
              Severity.ERROR,
              "the client gives up before a maintenance is over",
              "After the last attempt the connection is closed for good, and the process lives on"
                  + " without it until somebody restarts it.",
              ReconnectRules::bounded));

  /** Under this part of N/C, spreading is hardly better than none. */
  private static final double SMALL = 0.5;

  private ReconnectRules() {}

  private static boolean jittered(Connection connection) {
    return connection.reconnect().shape() == ScheduleShape.JITTER;
  }

  private static void fixedWait(Inventory inventory, Findings findings) {
    for (Connection connection : inventory.connections()) {
      boolean fixed =
          connection.reconnect().shape() == ScheduleShape.FIXED
              || (jittered(connection) && connection.jitter().isZero() && !connection.isJnats());
      if (fixed) {
        findings.add(
            connection.subject(),
            connection.place(Setting.SHAPE),
            "every attempt waits %s, with no jitter"
                .formatted(Shown.duration(connection.reconnect().waitTime())),
            "reconnect.shape: spread");
      }
    }
  }

  private static void zeroJitter(Inventory inventory, Findings findings) {
    for (Connection connection : inventory.connections()) {
      Setting setting = connection.tls() ? Setting.JITTER_TLS : Setting.JITTER;
      if (connection.isJnats()
          && connection.places().containsKey(setting)
          && connection.jitter().isZero()) {
        findings.add(
            connection.subject(),
            connection.jitterPlace(),
            "the reconnect jitter is zero",
            "leave it out (100 ms, over TLS 1 s), or put Breakwater.guard under the connection");
      }
    }
  }

  private static void waveCollapses(Inventory inventory, Findings findings) {
    Optional<Figure> rate = inventory.figures().connectRate();
    for (Connection connection : inventory.connections()) {
      Optional<Figure> replicas = inventory.figures().connections(connection);
      if (replicas.isEmpty() || rate.isEmpty()) {
        continue;
      }
      double n = replicas.get().value();
      double c = rate.get().value();
      BurstEstimate burst = inventory.figures().burst(connection).orElseThrow();
      if (burst.collapses(c, connection.connectTimeout())) {
        double busy = burst.largestPerSecond() / c;
        findings.add(
            connection.subject(),
            connection.place(Setting.CONNECT_TIMEOUT),
            "a wave takes %s, and the clients hang up after %s"
                .formatted(Shown.seconds(busy), Shown.duration(connection.connectTimeout())),
            "%s; %s; %s attempts in a second / %s per second = %s > %s"
                .formatted(
                    "N = " + shown(replicas.get()),
                    "C = " + shown(rate.get()) + " per second",
                    Shown.number(burst.largestPerSecond()),
                    Shown.number(c),
                    Shown.seconds(busy),
                    Shown.duration(connection.connectTimeout())),
            mend(connection, n, c, busy));
      }
    }
  }

  private static String mend(Connection connection, double n, double c, double busy) {
    Duration period =
        SpreadPeriod.of(connection.reconnect().waitTime(), Figures.members(n), c, false);
    return "cheapest first: a cheaper credential (NKey instead of bcrypt); a connect timeout over %s%s;"
            .formatted(
                Shown.seconds(Math.ceil(busy)),
                connection.tls() ? ", and as much in tls { timeout } of the servers" : "")
        + " reconnect.shape: spread with fleet.connections %s and fleet.connectRate %s, a period of %s"
            .formatted(Shown.number(n), Shown.number(c), Shown.seconds(period.toMillis() / 1e3));
  }

  private static String shown(Figure figure) {
    return Shown.number(figure.value()) + " (" + figure.source() + ")";
  }

  private static void jitterTooSmall(Inventory inventory, Findings findings) {
    Optional<Figure> rate = inventory.figures().connectRate();
    for (Connection connection : inventory.connections()) {
      Optional<Figure> replicas = inventory.figures().connections(connection);
      if (!jittered(connection)
          || connection.jitter().isZero()
          || replicas.isEmpty()
          || rate.isEmpty()) {
        continue;
      }
      double bound = replicas.get().value() / rate.get().value();
      double jitter = connection.jitter().toNanos() / 1e9;
      if (jitter < SMALL * bound) {
        findings.add(
            connection.subject(),
            connection.jitterPlace(),
            "the jitter is %s, the broker needs %s for the fleet"
                .formatted(Shown.duration(connection.jitter()), Shown.seconds(bound)),
            "N/C = %s / %s per second = %s"
                .formatted(shown(replicas.get()), shown(rate.get()), Shown.seconds(bound)),
            "reconnect.shape: spread; with plain jnats a jitter of at least "
                + Shown.seconds(Math.ceil(bound)));
      }
    }
  }

  private static void bounded(Inventory inventory, Findings findings) {
    Duration window = inventory.figures().maintenanceWindow();
    for (Connection connection : inventory.connections()) {
      if (connection.maxAttempts().isEmpty()) {
        continue;
      }
      int attempts = connection.maxAttempts().getAsInt();
      Duration each = connection.reconnect().waitTime().plus(connection.jitter());
      Duration patience = each.multipliedBy(attempts);
      if (patience.compareTo(window) < 0) {
        boolean written = connection.places().containsKey(Setting.MAX_ATTEMPTS);
        findings.add(
            connection.subject(),
            connection.place(Setting.MAX_ATTEMPTS),
            "%d attempts%s are used up after %s"
                .formatted(
                    attempts, written ? "" : " (the default of jnats)", Shown.duration(patience)),
            "%d x (wait %s + jitter %s) = %s, a maintenance may take %s"
                .formatted(
                    attempts,
                    Shown.duration(connection.reconnect().waitTime()),
                    Shown.duration(connection.jitter()),
                    Shown.duration(patience),
                    Shown.duration(window)),
            connection.isJnats() ? "maxReconnects: -1" : "reconnect.maxAttempts: unlimited");
      }
    }
  }
}
