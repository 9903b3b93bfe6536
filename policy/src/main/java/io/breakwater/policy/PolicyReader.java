package io.breakwater.policy;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds the records of a policy from the texts that were given for its keys. */
final class PolicyReader {
  private static final int MILLION = 1_000_000;
  private static final int TEN_MILLION = 10 * MILLION;

  private PolicyReader() {}

  /**
   * Returns the policy that the values make, or tells of all that is wrong with them. What two keys
   * say together is told only once each is right by itself.
   *
   * @param mistakes what is already known to be wrong
   * @throws PolicyException if anything is
   */
  static LifecyclePolicy policy(
      PolicyValues values, Map<String, String> environment, Mistakes mistakes) {
    boolean misspelt = !mistakes.isEmpty();
    LifecyclePolicy policy = null;
    while (policy == null) {
      try {
        policy = policy(values, environment);
      } catch (PolicyException wrong) {
        boolean follows = misspelt && wrong.key().filter(key -> mayFollow(key, values)).isPresent();
        boolean together = wrong.key().isEmpty();
        if (!follows && !(together && !mistakes.isEmpty())) {
          mistakes.add(wrong);
        }
        if (together || !values.leaveOut(wrong.key().orElseThrow())) {
          throw mistakes.exception();
        }
      }
    }
    if (!mistakes.isEmpty()) {
      throw mistakes.exception();
    }
    return policy;
  }

  /**
   * A key that is misspelt is missing too; that is one mistake. And a comma in a password cuts the
   * URL before it in two: what is left of it is not to be shown.
   */
  private static boolean mayFollow(PolicyKey key, PolicyValues values) {
    return !values.has(key) || key == PolicyKey.NATS_SERVERS;
  }

  private static LifecyclePolicy policy(PolicyValues values, Map<String, String> environment) {
    String service = values.text(PolicyKey.SERVICE);
    if (!service.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      throw values.expected(
          PolicyKey.SERVICE, "a name of letters, digits, dots, dashes and underscores");
    }
    return new LifecyclePolicy(
        service,
        nats(values, service, environment),
        startup(values),
        reconnect(values),
        fleet(values),
        buffer(values),
        outbox(values),
        probes(values),
        values.origins());
  }

  private static NatsSettings nats(
      PolicyValues values, String service, Map<String, String> environment) {
    List<ServerUrl> servers = servers(values);
    Authentication authentication = AuthenticationReader.read(values, servers);
    return new NatsSettings(
        servers,
        values.positiveDuration(PolicyKey.NATS_CONNECT_TIMEOUT),
        values
            .optionalText(PolicyKey.NATS_NAME)
            .orElseGet(() -> service + "-" + HostName.of(environment)),
        authentication,
        AuthenticationReader.tls(values));
  }

  private static List<ServerUrl> servers(PolicyValues values) {
    List<ServerUrl> servers = new ArrayList<>();
    List<String> items = values.items(PolicyKey.NATS_SERVERS);
    for (String item : items) {
      try {
        servers.add(ServerUrl.parse(item.strip()));
      } catch (IllegalArgumentException wrong) {
        throw values.wrong(
            PolicyKey.NATS_SERVERS,
            "server %d of %d: %s%s"
                .formatted(servers.size() + 1, items.size(), wrong.getMessage(), got(items, item)));
      }
    }
    if (servers.isEmpty()) {
      throw values.expected(PolicyKey.NATS_SERVERS, "at least one URL such as nats://host:4222");
    }
    return servers;
  }

  /** A password with a comma is cut in two: where any piece has an @, no piece is shown. */
  private static String got(List<String> items, String item) {
    boolean userInfo = items.stream().anyMatch(text -> text.contains("@"));
    return userInfo ? "" : ", got \"" + PolicyValues.shown(item) + '"';
  }

  static StartupSettings startup(PolicyValues values) {
    return new StartupSettings(
        values.choice(PolicyKey.STARTUP_POLICY, StartupKind.class),
        values.count(PolicyKey.STARTUP_PASSES, 1, 1000),
        values.duration(PolicyKey.STARTUP_MARGIN),
        values.choice(PolicyKey.STARTUP_FIRST_ATTEMPT, FirstAttempt.class),
        values.positiveDuration(PolicyKey.STARTUP_PROCESS_START));
  }

  static ReconnectSettings reconnect(PolicyValues values) {
    var shape = values.choice(PolicyKey.RECONNECT_SHAPE, ScheduleShape.class);
    var waitTime =
        values
            .durationOr(PolicyValues.AUTO, PolicyKey.RECONNECT_WAIT)
            .orElseGet(() -> ReconnectSettings.defaultWait(shape));
    var cap = values.positiveDuration(PolicyKey.RECONNECT_CAP);
    if (ReconnectSettings.isExponential(shape) && cap.compareTo(waitTime) < 0) {
      throw values.has(PolicyKey.RECONNECT_CAP)
          ? values.expectedBeside(
              PolicyKey.RECONNECT_CAP, "at least reconnect.wait, " + DurationText.format(waitTime))
          : values.expectedBeside(
              PolicyKey.RECONNECT_WAIT, "at most reconnect.cap, " + DurationText.format(cap));
    }
    return new ReconnectSettings(
        shape,
        waitTime,
        values.duration(PolicyKey.RECONNECT_JITTER),
        values.duration(PolicyKey.RECONNECT_JITTER_TLS),
        values.positiveDuration(PolicyKey.RECONNECT_MAX_SPREAD),
        cap,
        values.positiveDuration(PolicyKey.RECONNECT_LAME_DUCK_WINDOW),
        values.countOr(PolicyValues.UNLIMITED, PolicyKey.RECONNECT_MAX_ATTEMPTS, 1, MILLION));
  }

  static FleetSettings fleet(PolicyValues values) {
    OptionalInt connections =
        values.countOr(PolicyValues.AUTO, PolicyKey.FLEET_CONNECTIONS, 1, TEN_MILLION);
    int highestRank = connections.orElse(TEN_MILLION) - 1;
    return new FleetSettings(
        connections,
        values.rateOrAuto(PolicyKey.FLEET_CONNECT_RATE),
        values.share(PolicyKey.FLEET_SHARE),
        values.countOr(PolicyValues.AUTO, PolicyKey.FLEET_RANK, 0, highestRank));
  }

  static BufferPolicy buffer(PolicyValues values) {
    return new BufferPolicy(
        values.size(PolicyKey.BUFFER_CAPACITY),
        values.count(PolicyKey.BUFFER_MAX_MESSAGES, 1, Integer.MAX_VALUE),
        values.choice(PolicyKey.BUFFER_OVERFLOW, Overflow.class),
        values.positiveDuration(PolicyKey.BUFFER_TIMEOUT),
        values.rateOrAuto(PolicyKey.BUFFER_DRAIN_RATE));
  }

  static OutboxPolicy outbox(PolicyValues values) {
    long maxBytes = values.size(PolicyKey.OUTBOX_MAX_BYTES);
    if (maxBytes == 0) {
      throw values.expected(PolicyKey.OUTBOX_MAX_BYTES, "a size over zero, such as 256MiB");
    }
    return new OutboxPolicy(
        path(values, PolicyKey.OUTBOX_DIRECTORY),
        maxBytes,
        values.positiveDuration(PolicyKey.OUTBOX_MAX_AGE),
        values.count(PolicyKey.OUTBOX_WINDOW, 1, OutboxPolicy.WIDEST_WINDOW));
  }

  static ProbeSettings probes(PolicyValues values) {
    return new ProbeSettings(
        values.flag(PolicyKey.PROBES_ENABLED),
        values.text(PolicyKey.PROBES_ADDRESS),
        values.count(PolicyKey.PROBES_PORT, 0, 65_535),
        values.choice(PolicyKey.PROBES_READINESS, ReadinessMode.class),
        values.duration(PolicyKey.PROBES_GRACE),
        values.durationOr(PolicyValues.UNLIMITED, PolicyKey.PROBES_MAX_OUTAGE));
  }

  static Optional<Path> path(PolicyValues values, PolicyKey key) {
    try {
      return values.optionalText(key).map(Path::of);
    } catch (InvalidPathException invalid) {
      throw values.expected(key, "the path of a file");
    }
  }
}
