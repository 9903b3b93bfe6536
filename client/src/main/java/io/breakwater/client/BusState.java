package io.breakwater.client;

/** Where a bus is in its life. */
public enum BusState {
  /** Opened, and never connected yet. */
  CONNECTING,
  /** Connected to a server. */
  CONNECTED,
  /** It was connected, it is not now, and it is coming back. */
  DISCONNECTED,
  /** Closed by the application, or given up as its policy says; there is no way back. */
  CLOSED
}
