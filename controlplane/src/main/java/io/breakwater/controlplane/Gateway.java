package io.breakwater.controlplane;

import io.breakwater.controlplane.gateway.GatewayService;
import io.breakwater.controlplane.gateway.GatewaySettings;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway: HTTP from outside, the bus inside. Besides the arguments of every {@link
 * ServiceProgram} it takes {@code --http HOST:PORT} and {@code --api-keys FILE}, which go before
 * the variables of {@link GatewaySettings}. Without an address it lives on the bus and serves
 * nothing.
 */
public final class Gateway {
  /** The service's name, on the command line and in heartbeats. */
  public static final String NAME = "gateway";

  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  private Gateway() {}

  /** Runs until the process is told to stop; see {@link ServiceProgram} for the arguments. */
  public static void main(String[] arguments) {
    List<String> rest = new ArrayList<>();
    Optional<GatewaySettings> settings;
    try {
      settings = settings(List.of(arguments), rest);
    } catch (IllegalArgumentException e) {
      System.err.println(NAME + ": " + e.getMessage());
      System.exit(2);
      return;
    }
    ServiceProgram.run(
        NAME,
        rest.toArray(String[]::new),
        (bus, policy) -> {
          if (settings.isEmpty()) {
            log.warn("gateway: serves nothing: no address was given with --http HOST:PORT");
            return () -> {};
          }
          return GatewayService.start(bus, policy, settings.get())::close;
        });
  }

  private static Optional<GatewaySettings> settings(List<String> arguments, List<String> rest) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    Iterator<String> words = arguments.iterator();
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "--http" -> environment.put(GatewaySettings.ADDRESS_VARIABLE, value(word, words));
        case "--api-keys" -> environment.put(GatewaySettings.KEYS_VARIABLE, value(word, words));
        default -> rest.add(word);
      }
    }
    Optional<GatewaySettings> settings = GatewaySettings.from(environment);
    settings.ifPresent(
        it -> {
          if (!Files.isReadable(it.apiKeys())) {
            throw new IllegalArgumentException(
                it.apiKeys() + ": there is no such file of API keys (breakwater api-key create)");
          }
        });
    return settings;
  }

  private static String value(String option, Iterator<String> words) {
    if (!words.hasNext()) {
      throw new IllegalArgumentException(option + ": expected a value");
    }
    return words.next();
  }
}
