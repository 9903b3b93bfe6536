package io.breakwater.benchmarks;

import io.breakwater.client.Bus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A service as a process of its own, which publishes steadily and answers its probes. Prints the
 * port of its probes; then, for each line that it reads, how many messages it has accepted and
 * refused. Ends when its input does.
 */
final class LoadedService {
  private LoadedService() {}

  /**
   * Runs the service.
   *
   * @param args URL of the broker, messages per second
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Bus bus = Bus.open(Policies.refusing(args[0]));
        SteadyLoad load = SteadyLoad.start(bus, Integer.parseInt(args[1]))) {
      System.out.println(bus.probeAddress().orElseThrow().getPort());
      while (questions.readLine() != null) {
        System.out.println(load.accepted() + " " + load.refused());
      }
    }
  }
}
