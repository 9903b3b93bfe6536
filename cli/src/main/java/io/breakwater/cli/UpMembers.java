package io.breakwater.cli;

import io.breakwater.lab.stack.StackMember;
import java.util.List;
import java.util.Map;

/** The services of {@code breakwater up}. */
final class UpMembers {
  /** An HTTP server needs more than a connection. */
  private static final int GATEWAY_HEAP_MIB = 128;

  private static final int HEAP_MIB = 96;

  private UpMembers() {}

  static List<StackMember> of(UpFolder files, int port, int workers) {
    return List.of(
        new StackMember(
            Service.GATEWAY.toString(),
            Service.GATEWAY.mainClass(),
            1,
            GATEWAY_HEAP_MIB,
            List.of("--http", "127.0.0.1:" + port, "--api-keys", files.keys().toString()),
            Map.of(
                "BREAKWATER_OUTBOX_DIRECTORY",
                files.outbox().toString(),
                "BREAKWATER_PROBES_READINESS",
                "accepting")),
        plain(Service.SCHEDULER, 2),
        plain(Service.WORKFLOW_ENGINE, 2),
        plain(Service.WORKER, workers));
  }

  private static StackMember plain(Service service, int replicas) {
    return new StackMember(
        service.toString(), service.mainClass(), replicas, HEAP_MIB, List.of(), Map.of());
  }
}
