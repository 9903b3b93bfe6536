package io.breakwater.lab.drill;

import io.breakwater.client.Bus;
import io.breakwater.policy.LifecyclePolicy;
import java.nio.file.Path;
import java.util.Map;

/** A service on the bus: policy, bus, and nothing to do. Ends by a signal. */
public final class BusService {
  private BusService() {}

  public static void main(String[] arguments) throws InterruptedException {
    Map<String, String> environment = System.getenv();
    String file = environment.get("BREAKWATER_POLICY");
    LifecyclePolicy policy =
        file == null
            ? LifecyclePolicy.fromEnvironment(environment)
            : LifecyclePolicy.load(Path.of(file), environment);
    Bus bus = Bus.openOrExit(policy);
    Runtime.getRuntime().addShutdownHook(new Thread(bus::close));
    Thread.currentThread().join();
  }
}
