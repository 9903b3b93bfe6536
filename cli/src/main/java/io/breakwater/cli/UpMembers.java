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

  static List<StackMember> of(UpFolder files, int port, int workers, List<String> topics) {
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
        member(Service.SCHEDULER, 2, List.of()),
        member(Service.WORKFLOW_ENGINE, 2, List.of()),
        member(Service.WORKER, workers, List.of("--topics", String.join(",", topics))));
  }

  private static StackMember member(Service service, int replicas, List<String> arguments) {
    return new StackMember(
        service.toString(), service.mainClass(), replicas, HEAP_MIB, arguments, Map.of());
  }
}
