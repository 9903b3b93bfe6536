package io.breakwater.lab.cluster;

import io.breakwater.broker.KeyKind;
import io.breakwater.journal.Journal;
import io.breakwater.lab.calibrate.CalibrateOptions;
import io.breakwater.lab.drill.DrillListener;
import io.breakwater.lab.storm.StormAuthentication;
import io.breakwater.lab.storm.StormClients;
import io.breakwater.lab.storm.StormOptions;
import io.breakwater.lab.storm.StormSecurity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Drills on a tier, cheap and short. */
final class Drills {
  private static final DrillListener NOBODY = new DrillListener() {};
  private static final ClusterArmRun.Watch WATCH =
      new ClusterArmRun.Watch(Duration.ofMillis(200), Duration.ofSeconds(1));
  private static final int CHEAP = 6;
  private static final Path RUNS = Path.of("target", "cluster-drills");
  private static final CalibrateOptions QUICK =
      new CalibrateOptions(
          4, Duration.ofSeconds(10), Duration.ofSeconds(20), 1, Duration.ofMillis(100));

  private Drills() {}

  static StormOptions storm(StormClients clients, int replicas, String... arms) {
    return storm(StormAuthentication.NONE, clients, replicas, arms);
  }

  static StormOptions storm(
      StormAuthentication authentication, StormClients clients, int replicas, String... arms) {
    return new StormOptions(
        List.of(arms).stream().map(arm -> ClusterArms.of(arm, clients)).toList(),
        replicas,
        new StormSecurity(authentication, CHEAP, KeyKind.EC),
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        List.of(),
        QUICK,
        OptionalInt.empty(),
        StormOptions.freshSeed(),
        "");
  }

  static ClusterDrill of(Disruption disruption, int servers, Duration outage, StormOptions storm) {
    return of(disruption, servers, outage, storm, RUNS.resolve("" + System.nanoTime()));
  }

  static ClusterDrill of(
      Disruption disruption, int servers, Duration outage, StormOptions storm, Path folder) {
    StormOptions options =
        new StormOptions(
            storm.arms(),
            storm.replicas(),
            storm.security(),
            outage,
            storm.limit(),
            storm.connectTimeout(),
            storm.brokerLines(),
            storm.calibration(),
            storm.brokerCores(),
            storm.seed(),
            storm.command());
    return new ClusterDrill(new ClusterOptions(disruption, servers, options), folder, WATCH);
  }

  static Journal run(Disruption disruption, int servers, Duration outage, StormOptions storm) {
    return of(disruption, servers, outage, storm).run(NOBODY);
  }
}
