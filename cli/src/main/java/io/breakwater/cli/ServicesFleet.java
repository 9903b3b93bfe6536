package io.breakwater.cli;

import io.breakwater.broker.FreePorts;
import io.breakwater.controlplane.gateway.ApiKeyFile;
import io.breakwater.controlplane.gateway.Caller;
import io.breakwater.lab.services.Fleet;
import io.breakwater.lab.stack.StackMember;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The control plane as drills break it: two of each that has to be there, one gateway with an
 * outbox on disk and one without, three workers.
 */
final class ServicesFleet {
  private static final int GATEWAY_HEAP_MIB = 128;
  private static final int HEAP_MIB = 96;

  /** What a drill asks is no client's behaviour: the limits per key are not what it is about. */
  private static final String REQUESTS_PER_SECOND = "10000";

  private ServicesFleet() {}

  /** Makes it; see {@link Fleet.Maker#make}. */
  static Fleet make(Path folder, int copies) {
    try {
      Files.createDirectories(folder);
      Path keys = folder.toAbsolutePath().resolve("api-keys");
      String key = new ApiKeyFile(keys).add(new Caller("drill", "default"));
      int plain = FreePorts.take();
      int outbox = FreePorts.take();
      List<StackMember> members =
          List.of(
              gateway("gateway", plain, keys, copies, Map.of()),
              gateway(
                  "gateway-outbox",
                  outbox,
                  keys,
                  copies,
                  Map.of(
                      "BREAKWATER_OUTBOX_DIRECTORY",
                      folder.toAbsolutePath().resolve("outbox").toString(),
                      "BREAKWATER_PROBES_READINESS",
                      "accepting")),
              member(Service.SCHEDULER, 2, copies),
              member(Service.WORKFLOW_ENGINE, 2, copies),
              member(Service.WORKER, 3, copies, "--topics", "http"));
      return new Fleet(
          members,
          List.of(uri(plain), uri(outbox)),
          key,
          List.of(Service.SCHEDULER.toString(), Service.WORKFLOW_ENGINE.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static URI uri(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  private static StackMember gateway(
      String name, int port, Path keys, int copies, Map<String, String> environment) {
    return new StackMember(
        name,
        Service.GATEWAY.mainClass(),
        1,
        GATEWAY_HEAP_MIB,
        List.of(
            "--http",
            "127.0.0.1:" + port,
            "--api-keys",
            keys.toString(),
            "--http-rate",
            REQUESTS_PER_SECOND,
            "--http-burst",
            REQUESTS_PER_SECOND,
            "--replicas",
            Integer.toString(copies)),
        environment);
  }

  private static StackMember member(
      Service service, int replicas, int copies, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--replicas", Integer.toString(copies)));
    return new StackMember(
        service.toString(), service.mainClass(), replicas, HEAP_MIB, all, Map.of());
  }
}
