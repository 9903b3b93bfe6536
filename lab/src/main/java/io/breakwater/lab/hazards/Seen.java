package io.breakwater.lab.hazards;

/**
 * What became of a replica.
 *
 * @param survived if it did what it was made for
 * @param end how it was at the end
 * @param text what was seen, in one line
 */
record Seen(boolean survived, End end, String text) {
  /** How a replica was at the end. */
  enum End {
    /** Connected, and messages go through. */
    CONNECTED,
    /** Not connected. */
    DISCONNECTED,
    /** It says connected, and no message goes through. */
    ZOMBIE,
    /** Closed for good. */
    CLOSED
  }

  static Seen of(boolean survived, HazardClient client, String text) {
    return new Seen(survived, end(client), text);
  }

  private static End end(HazardClient client) {
    if (client.closed()) {
      return End.CLOSED;
    }
    return client.connected() ? End.CONNECTED : End.DISCONNECTED;
  }
}
