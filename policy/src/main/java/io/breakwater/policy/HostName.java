package io.breakwater.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** The name of this host, for the default name of a connection. */
final class HostName {
  private HostName() {}

  /** Returns what the environment says, as it does in every pod; else what the system says. */
  static String of(Map<String, String> environment) {
    String name = environment.getOrDefault("HOSTNAME", "");
    if (!name.isBlank()) {
      return name.strip();
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException noName) {
      return "localhost";
    }
  }
}
