package io.breakwater.planner.audit;

import java.util.Locale;
import java.util.regex.Pattern;

/** What the path of a probe says about its answer, where nothing else does. */
final class HealthPaths {
  private static final Pattern BROKER =
      Pattern.compile(".*[/_=&?.-](nats|broker|jetstream|dependenc(y|ies)|deps|deep)([/_=&.-].*)?");
  private static final Pattern READY = Pattern.compile(".*(ready|readiness).*");
  private static final Pattern NOT_READY =
      Pattern.compile(
          "/|.*/?(livez?|liveness|alive|ping|startupz?|started|version|info|index[.]html)");
  private static final Pattern METRICS = Pattern.compile("(/.*)?/(metrics|prometheus)(/.*)?");
  private static final Pattern KEYED = Pattern.compile("/(api|v\\d+)/.*");

  private static final Pattern HEALTH =
      Pattern.compile("(health|live|ready|readi|startup|alive|ping|status).*");
  private static final Pattern KEY_HEADER =
      Pattern.compile("(?i)(proxy-)?authorization|(x-)?api-?key|cookie");

  private HealthPaths() {}

  /** Returns if the answer depends on the broker; the query may say so too. */
  static boolean asksForTheBroker(KubeProbe probe) {
    String path = probe.path().toLowerCase(Locale.ROOT);
    return BROKER.matcher(path).matches()
        || READY.matcher(probe.plainPath()).matches()
        || isAggregate(probe)
        || String.join(" ", probe.command()).matches(".*(\\bnats\\b|:4222|\\b4222\\b).*");
  }

  /**
   * Spring's health without a group is the worst of all indicators, that of the broker included.
   */
  static boolean isAggregate(KubeProbe probe) {
    return probe.plainPath().endsWith("/actuator/health");
  }

  /** Returns if the answer says no more than that the process is there. */
  static boolean saysNothingOfTheBroker(KubeProbe probe) {
    return probe.isTcp() || (probe.isHttp() && NOT_READY.matcher(probe.plainPath()).matches());
  }

  static boolean isMetrics(KubeProbe probe) {
    return METRICS.matcher(probe.plainPath()).matches();
  }

  /** Returns if it is a path of an API, other than the health page that many of them have. */
  static boolean needsKey(KubeProbe probe) {
    String path = probe.plainPath();
    return KEYED.matcher(path).matches()
        && !HEALTH.matcher(path.substring(path.lastIndexOf('/') + 1)).matches()
        && !carriesKey(probe);
  }

  static boolean carriesKey(KubeProbe probe) {
    return probe.tree().at("httpGet", "httpHeaders").items().stream()
        .anyMatch(header -> KEY_HEADER.matcher(header.at("name").text()).matches());
  }
}
