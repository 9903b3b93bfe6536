package io.breakwater.cli;

import io.breakwater.planner.facts.Credential;
import io.breakwater.planner.facts.Figure;
import io.breakwater.planner.plan.Forecast;
import io.breakwater.planner.plan.Outlook;
import io.breakwater.planner.plan.Plan;
import io.breakwater.planner.plan.PlanFacts;
import io.breakwater.planner.plan.PlanFiles;
import io.breakwater.planner.plan.PlanText;
import io.breakwater.planner.plan.Remedy;
import io.breakwater.planner.plan.Start;
import io.breakwater.policy.DurationText;
import io.breakwater.policy.Probe;
import io.breakwater.policy.ProbePlan;
import io.breakwater.simulator.Band;
import io.breakwater.simulator.RateSpread;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan for a program. A time that never came is null. */
final class PlanJson {
  private PlanJson() {}

  static Map<String, Object> of(Plan plan) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("holds", plan.holds());
    json.put("finding", PlanText.finding(plan));
    json.put("facts", facts(plan.facts()));
    json.put("boundSeconds", plan.facts().boundSeconds());
    json.put("today", outlook(plan.today()));
    json.put("recommended", outlook(plan.recommended()));
    plan.hashed().ifPresent(it -> json.put("recommendedWithoutRanks", forecast(it)));
    json.put("remedies", plan.remedies().stream().map(PlanJson::remedy).toList());
    Map<String, String> files = PlanFiles.of(plan);
    json.put("services", plan.starts().stream().map(it -> start(it, files)).toList());
    json.put("buffers", plan.buffers());
    json.put("tradeOff", plan.tradeOff().candidates().stream().map(PlanJson::forecast).toList());
    json.put("warnings", plan.warnings());
    return json;
  }

  private static Map<String, @Nullable Object> facts(PlanFacts facts) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("connections", figure(facts.connections()));
    json.put("servers", figure(facts.servers()));
    json.put("connectRate", figure(facts.connectRate()));
    if (!facts.spread().equals(RateSpread.NONE)) {
      double rate = facts.connectRate().value();
      json.put("connectRateLowest", rate * facts.spread().slowest());
      json.put("connectRateHighest", rate * facts.spread().fastest());
    }
    json.put("coresPerServer", facts.cores());
    json.put("credential", facts.credential().map(Credential::text).orElse(null));
    json.put("handshakeCpuSeconds", figure(facts.handshake()));
    json.put("share", facts.share());
    json.put("outageSeconds", seconds(facts.outage()));
    json.put("objectiveSeconds", facts.objective().map(PlanJson::seconds).orElse(null));
    Map<String, Object> today = new LinkedHashMap<>();
    today.put("from", facts.today().source());
    today.put("assumed", facts.today().assumed());
    json.put("today", today);
    return json;
  }

  private static Map<String, Object> figure(Figure figure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("value", figure.value());
    json.put("from", figure.source());
    json.put("assumed", figure.assumed());
    return json;
  }

  private static Map<String, @Nullable Object> outlook(Outlook outlook) {
    Map<String, @Nullable Object> json = forecast(outlook.forecast());
    json.put("expectedBurst", outlook.burst());
    json.put("wave", outlook.wave());
    json.put("collapses", outlook.collapses());
    return json;
  }

  private static Map<String, @Nullable Object> forecast(Forecast forecast) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("setting", forecast.setting().name());
    json.put("shape", forecast.setting().arm().reconnect().shape().text());
    json.put("wait", DurationText.format(forecast.setting().arm().reconnect().waitTime()));
    json.put("jitter", DurationText.format(forecast.setting().arm().reconnect().jitter()));
    json.put("connectTimeoutSeconds", seconds(forecast.setting().connectTimeout()));
    json.put("recovers", forecast.recovers());
    json.put("connected", band(forecast.connected()));
    json.put("t50Seconds", band(forecast.t50()));
    json.put("t99Seconds", band(forecast.t99()));
    json.put("t100Seconds", band(forecast.t100()));
    json.put("peakAttemptsPer100ms", band(forecast.peakPer100Millis()));
    json.put("peakAttemptsPerSecond", band(forecast.peakPerSecond()));
    json.put("overloadedAttempts", band(forecast.overloaded()));
    json.put("largestSecond", forecast.largestSecond());
    json.put("seeds", forecast.runs());
    json.put("simulatedReplicas", forecast.simulated());
    json.put("limitSeconds", seconds(forecast.limit()));
    return json;
  }

  private static Map<String, @Nullable Object> band(Band band) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("p5", finite(band.low()));
    json.put("median", finite(band.median()));
    json.put("p95", finite(band.high()));
    return json;
  }

  private static @Nullable Double finite(double value) {
    return Double.isInfinite(value) ? null : (Double) value;
  }

  private static Map<String, Object> remedy(Remedy remedy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", remedy.name());
    json.put("change", remedy.change());
    json.put("boundSeconds", remedy.boundSeconds());
    json.put("forecast", forecast(remedy.forecast()));
    return json;
  }

  private static Map<String, Object> start(Start start, Map<String, String> files) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("service", start.name());
    json.put("startupPolicy", start.policy().startup().policy().text());
    json.put("startupBudgetSeconds", seconds(start.budget().total()));
    json.put("startupBudget", start.budget().arithmetic());
    json.put("startupWindow", start.probes().arithmetic());
    json.put("probes", probes(start.probes()));
    json.put("policyYaml", files.getOrDefault(start.name() + ".yaml", ""));
    json.put("probesYaml", files.getOrDefault(start.name() + ".probes.yaml", ""));
    json.put("systemdUnit", files.getOrDefault(start.name() + ".service", ""));
    return json;
  }

  private static Map<String, Object> probes(ProbePlan probes) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("port", probes.port());
    json.put("startup", probe(probes.startup()));
    json.put("readiness", probe(probes.readiness()));
    json.put("liveness", probe(probes.liveness()));
    return json;
  }

  private static Map<String, Object> probe(Probe probe) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", probe.path());
    json.put("periodSeconds", seconds(probe.period()));
    json.put("timeoutSeconds", seconds(probe.timeout()));
    json.put("failureThreshold", probe.failureThreshold());
    return json;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
