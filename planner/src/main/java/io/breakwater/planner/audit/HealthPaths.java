package io.breakwater.planner.audit;

import java.util.Locale;
import java.util.regex.Pattern;

/** What the path of a probe says about its answer, where nothing else does. */
final class HealthPaths {
  private static final Pattern BROKER =
      Pattern.compile(".*(nats|broker|messag|jetstream|dependenc|deep|full).*");
  private static final Pattern READY = Pattern.compile(".*(ready|readiness).*");
  private static final Pattern NOT_READY =
      Pattern.compile(
          "/|.*/?(livez?|liveness|alive|ping|startupz?|started|version|info|index[.]html)");
  private static final Pattern METRICS = Pattern.compile("(/.*)?/(metrics|prometheus)(/.*)?");
  private static final Pattern KEYED = Pattern.compile("/(api|v\\d+|admin|private|internal)/.*");

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

  static boolean needsKey(KubeProbe probe) {
    return KEYED.matcher(probe.plainPath()).matches()
        && probe.tree().at("httpGet", "httpHeaders").items().stream()
            .noneMatch(
                header ->
                    header.at("name").text().matches("(?i)authorization|x-api-key|api-key|cookie"));
  }
}
