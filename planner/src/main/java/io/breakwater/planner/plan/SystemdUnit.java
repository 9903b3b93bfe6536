package io.breakwater.planner.plan;

import io.breakwater.policy.ProbePlan;

/**
 * The same budget for a service without Kubernetes: the unit counts as started when the startup
 * probe passes, and has as long for it as the kubelet would give.
 */
final class SystemdUnit {
  private SystemdUnit() {}

  /** Returns the file's text. */
  static String of(Start start) {
    ProbePlan probes = start.probes();
    return """
        # TimeoutStartSec: %s
        # Startup budget: %s
        [Unit]
        Description=%s
        Wants=network-online.target
        After=network-online.target
        # The service waits for its broker by itself; that it exits is rare, and never a reason to give up.
        StartLimitIntervalSec=0

        [Service]
        Type=exec
        Environment=BREAKWATER_POLICY=/etc/breakwater/%s.yaml
        ExecStart=/usr/bin/java -jar /opt/%s/%s.jar
        ExecStartPost=/bin/sh -c 'until curl -fsS -m 1 http://127.0.0.1:%d%s; do sleep 1; done'
        TimeoutStartSec=%d
        Restart=on-failure
        RestartSec=1

        [Install]
        WantedBy=multi-user.target
        """
        .formatted(
            probes.arithmetic(),
            start.budget().arithmetic(),
            start.name(),
            start.name(),
            start.name(),
            start.name(),
            probes.port(),
            ProbePlan.STARTUP_PATH,
            probes.startup().window().toSeconds());
  }

  /** Returns the file's name. */
  static String name(Start start) {
    return start.name() + ".service";
  }
}
