package io.breakwater.lab.drill;

/** A service that says what is wrong with its configuration, and exits as such a program does. */
public final class MisconfiguredService {
  private MisconfiguredService() {}

  public static void main(String[] arguments) {
    System.err.println("scheduler: policy.yaml:3: nats.servers: expected an address");
    System.exit(2);
  }
}
