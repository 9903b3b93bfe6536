package io.breakwater.client;

import java.io.IOException;

/** The address for the probes cannot be had. */
public final class ProbePortException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param address the host and port that were asked for
   * @param cause what the operating system said
   */
  public ProbePortException(String address, IOException cause) {
    super("probes: cannot listen on " + address + ": " + cause.getMessage(), cause);
  }
}
