package io.breakwater.cli;

import io.breakwater.simulator.Fault;
import java.time.Duration;
import java.util.Locale;

/** What can happen to servers that are simulated. */
enum SimulatedFault {
  /** Their processes die. */
  KILLED,
  /** Their hosts are gone. */
  VANISHED,
  /** They are told to let their clients go, with the server's defaults. */
  LAME_DUCK;

  /** nats-server's {@code lame_duck_grace_period}. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** nats-server's {@code lame_duck_duration}. */
  private static final Duration WINDOW = Duration.ofMinutes(2);

  /** Returns the name on the command line. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns it for one server. */
  Fault of(int server, Duration at, Duration outage) {
    Duration back = at.plus(outage);
    return switch (this) {
      case KILLED -> new Fault.Killed(server, at, back);
      case VANISHED -> new Fault.Vanished(server, at, back);
      case LAME_DUCK -> new Fault.LameDuck(server, at, GRACE, WINDOW, back.plus(WINDOW));
    };
  }
}
