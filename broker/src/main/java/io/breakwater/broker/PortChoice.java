package io.breakwater.broker;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A configuration with all ports decided, and which of them were picked here. */
record PortChoice(ServerConfig decided, List<Integer> picks) {

  static PortChoice decide(ServerConfig wanted) {
    OptionalInt port = pickIfZero(OptionalInt.of(wanted.port()));
    OptionalInt monitoring = pickIfZero(wanted.monitoringPort());
    ServerConfigBuilder builder = wanted.toBuilder();
    port.ifPresent(builder::port);
    monitoring.ifPresent(builder::monitoringPort);
    List<Integer> picks =
        Stream.of(port, monitoring)
            .filter(OptionalInt::isPresent)
            .map(OptionalInt::getAsInt)
            .toList();
    return new PortChoice(builder.build(), picks);
  }

  boolean picked(int port) {
    return picks.contains(port);
  }

  void giveBack() {
    picks.forEach(FreePorts::giveBack);
  }

  private static OptionalInt pickIfZero(OptionalInt wanted) {
    return wanted.isPresent() && wanted.getAsInt() == 0
        ? OptionalInt.of(FreePorts.take())
        : OptionalInt.empty();
  }
}
