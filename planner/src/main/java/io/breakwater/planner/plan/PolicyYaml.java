package io.breakwater.planner.plan;

import io.breakwater.policy.Authentication;
import io.breakwater.policy.BufferPolicy;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.ProbeSettings;
import io.breakwater.policy.ReconnectSettings;
import io.breakwater.policy.ScheduleShape;
import io.breakwater.policy.SizeText;
import io.breakwater.policy.StartupSettings;
import io.breakwater.policy.TlsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A policy as a file says it, without what is the default anyway. A secret never gets into it: who
 * has one in a policy or a URL finds a comment in its place.
 */
final class PolicyYaml {
  private final StringBuilder text = new StringBuilder();
  private final LifecyclePolicy policy;

  private PolicyYaml(LifecyclePolicy policy) {
    this.policy = policy;
  }

  /** Returns the file's text. */
  static String of(LifecyclePolicy policy) {
    return new PolicyYaml(policy).write();
  }

  private String write() {
    text.append("service: ").append(policy.service()).append('\n');
    nats();
    section("startup", startup(policy.startup()));
    section("reconnect", reconnect(policy.reconnect()));
    section("fleet", fleet());
    section("buffer", buffer(policy.buffer()));
    section("probes", probes(policy.probes()));
    return text.toString();
  }

  private void section(String name, List<String> entries) {
    if (!entries.isEmpty()) {
      text.append(name).append(": { ").append(String.join(", ", entries)).append(" }\n");
    }
  }

  private void nats() {
    text.append("nats:\n  servers:\n");
    policy
        .nats()
        .servers()
        .forEach(
            server ->
                text.append("    - ")
                    .append(server.uri().getScheme())
                    .append("://")
                    .append(server.host())
                    .append(':')
                    .append(server.port())
                    .append('\n'));
    line("connectTimeout: " + DurationText.format(policy.nats().connectTimeout()));
    if (policy.nats().servers().stream().anyMatch(server -> server.userInfo().isPresent())) {
      secret();
    }
    Authentication authentication = policy.nats().authentication();
    if (authentication instanceof Authentication.CredentialsFile file) {
      line("credentialsFile: " + quoted(file.path()));
    } else if (authentication instanceof Authentication.NkeyFile file) {
      line("nkeyFile: " + quoted(file.path()));
    } else if (!(authentication instanceof Authentication.Anonymous)) {
      secret();
    }
    policy.nats().tls().ifPresent(this::tls);
  }

  private void tls(TlsSettings tls) {
    List<String> entries = new ArrayList<>();
    tls.caFile().ifPresent(file -> entries.add("caFile: " + quoted(file)));
    tls.certificateFile().ifPresent(file -> entries.add("certificateFile: " + quoted(file)));
    tls.keyFile().ifPresent(file -> entries.add("keyFile: " + quoted(file)));
    tls.keyPasswordFile().ifPresent(file -> entries.add("keyPasswordFile: " + quoted(file)));
    line("tls: { " + String.join(", ", entries) + " }");
  }

  private static String quoted(Object path) {
    return "'" + path.toString().replace("'", "''") + "'";
  }

  private void secret() {
    line("# the credentials of today's policy belong here; a plan copies no secret");
  }

  private void line(String line) {
    text.append("  ").append(line).append('\n');
  }

  private static List<String> startup(StartupSettings startup) {
    StartupSettings usual = StartupSettings.DEFAULTS;
    List<String> entries = new ArrayList<>();
    entries.add("policy: " + startup.policy().text());
    entries.add("passes: " + startup.passes());
    entries.add("margin: " + DurationText.format(startup.margin()));
    if (startup.firstAttempt() != usual.firstAttempt()) {
      entries.add("firstAttempt: " + startup.firstAttempt().text());
    }
    if (!startup.processStart().equals(usual.processStart())) {
      entries.add("processStart: " + DurationText.format(startup.processStart()));
    }
    return entries;
  }

  private static List<String> reconnect(ReconnectSettings reconnect) {
    ReconnectSettings usual = ReconnectSettings.DEFAULTS;
    List<String> entries = new ArrayList<>();
    entries.add("shape: " + reconnect.shape().text());
    entries.add("wait: " + DurationText.format(reconnect.waitTime()));
    if (reconnect.shape() == ScheduleShape.JITTER) {
      entries.add("jitter: " + DurationText.format(reconnect.jitter()));
      entries.add("jitterTls: " + DurationText.format(reconnect.jitterTls()));
    }
    if (!reconnect.maxSpread().equals(usual.maxSpread())) {
      entries.add("maxSpread: " + DurationText.format(reconnect.maxSpread()));
    }
    if (!reconnect.cap().equals(usual.cap())) {
      entries.add("cap: " + DurationText.format(reconnect.cap()));
    }
    if (!reconnect.lameDuckWindow().equals(usual.lameDuckWindow())) {
      entries.add("lameDuckWindow: " + DurationText.format(reconnect.lameDuckWindow()));
    }
    return entries;
  }

  private List<String> fleet() {
    List<String> entries = new ArrayList<>();
    policy.fleet().connections().ifPresent(it -> entries.add("connections: " + it));
    policy.fleet().connectRate().ifPresent(it -> entries.add("connectRate: " + number(it)));
    if (policy.fleet().share() < 1) {
      entries.add("share: " + number(policy.fleet().share()));
    }
    policy.fleet().rank().ifPresent(it -> entries.add("rank: " + it));
    return entries;
  }

  /** Returns a number with as many digits as a plan can know. */
  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value).replaceAll("\\.?0+$", "");
  }

  private static List<String> buffer(BufferPolicy buffer) {
    BufferPolicy usual = BufferPolicy.DEFAULTS;
    List<String> entries = new ArrayList<>();
    if (buffer.capacityBytes() != usual.capacityBytes()) {
      entries.add("capacity: " + SizeText.format(buffer.capacityBytes()));
    }
    if (buffer.maxMessages() != usual.maxMessages()) {
      entries.add("maxMessages: " + buffer.maxMessages());
    }
    if (buffer.overflow() != usual.overflow()) {
      entries.add("overflow: " + buffer.overflow().text());
    }
    if (!buffer.timeout().equals(usual.timeout())) {
      entries.add("timeout: " + DurationText.format(buffer.timeout()));
    }
    buffer.drainRate().ifPresent(it -> entries.add("drainRate: " + number(it)));
    return entries;
  }

  private static List<String> probes(ProbeSettings probes) {
    List<String> entries = new ArrayList<>();
    if (!probes.enabled()) {
      entries.add("enabled: false");
    }
    if (!probes.address().equals(ProbeSettings.DEFAULTS.address())) {
      entries.add("address: " + quoted(probes.address()));
    }
    entries.add("port: " + probes.port());
    entries.add("readiness: " + probes.readiness().text());
    if (!probes.grace().isZero()) {
      entries.add("grace: " + DurationText.format(probes.grace()));
    }
    probes.maxOutage().ifPresent(it -> entries.add("maxOutage: " + DurationText.format(it)));
    return entries;
  }
}
