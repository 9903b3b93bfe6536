package io.breakwater.controlplane;

import io.breakwater.controlplane.gateway.GatewayService;
import io.breakwater.controlplane.gateway.GatewaySettings;
import io.breakwater.policy.LifecyclePolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway: HTTP from outside, the bus inside.
 *
 * <p>Arguments of its own: {@code --http HOST:PORT} (without it the gateway lives on the bus and
 * serves nothing), {@code --api-keys FILE}, and the limits of {@link GatewaySettings}: {@code
 * --http-max-body BYTES} (1048576), {@code --http-rate N} requests per second and key (200), {@code
 * --http-burst N} (400), {@code --http-timeout DURATION} (5s), {@code --http-max-requests N} (100)
 * and {@code --http-max-streams N} (64) at a time. Each also as a variable, {@code BREAKWATER_HTTP}
 * and so on.
 */
public final class Gateway {
  /** The service's name, on the command line and in heartbeats. */
  public static final String NAME = "gateway";

  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  private static final String HTTP = "http";
  private static final String KEYS = "api-keys";
  private static final String MAX_BODY = "http-max-body";
  private static final String RATE = "http-rate";
  private static final String BURST = "http-burst";
  private static final String TIMEOUT = "http-timeout";
  private static final String MAX_REQUESTS = "http-max-requests";
  private static final String MAX_STREAMS = "http-max-streams";

  private Gateway() {}

  /** Runs until the process is told to stop; see {@link ServiceProgram} for the arguments. */
  public static void main(String[] arguments) {
    ServiceProgram.run(
        new ServiceKind(
            NAME,
            Set.of(HTTP, KEYS, MAX_BODY, RATE, BURST, TIMEOUT, MAX_REQUESTS, MAX_STREAMS),
            false,
            GatewayService::policy,
            Gateway::work),
        arguments);
  }

  private static ServiceWork work(ServiceArguments arguments) {
    Optional<String> address = arguments.text(HTTP);
    if (address.isEmpty()) {
      return (bus, instance) -> {
        log.warn("{} - gateway: serves nothing: no address was given with --http", instance);
        return () -> {};
      };
    }
    GatewaySettings settings = settings(address.get(), arguments);
    LifecyclePolicy policy = ServiceProgram.policy(arguments, System.getenv());
    return (bus, instance) -> {
      try {
        return GatewayService.start(bus, policy, settings);
      } catch (IllegalArgumentException e) {
        System.err.println(NAME + ": " + e.getMessage());
        bus.close();
        System.exit(1);
        throw e;
      }
    };
  }

  private static GatewaySettings settings(String address, ServiceArguments arguments) {
    Path keys =
        arguments
            .text(KEYS)
            .map(Path::of)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--api-keys: missing, expected the file of API keys"
                            + " (breakwater api-key create)"));
    if (!Files.isReadable(keys)) {
      throw new IllegalArgumentException(
          "--api-keys: " + keys + " cannot be read (breakwater api-key create makes one)");
    }
    GatewaySettings usual = GatewaySettings.of(address, keys);
    return new GatewaySettings(
        usual.host(),
        usual.port(),
        keys,
        arguments.number(MAX_BODY, usual.maxBody(), 1, 16 << 20),
        arguments.number(RATE, usual.perSecond(), 1, 1_000_000),
        arguments.number(BURST, usual.burst(), 1, 1_000_000),
        arguments.duration(TIMEOUT, "5s"),
        arguments.number(MAX_REQUESTS, usual.maxRequests(), 1, 10_000),
        arguments.number(MAX_STREAMS, usual.maxStreams(), 1, 10_000));
  }
}
