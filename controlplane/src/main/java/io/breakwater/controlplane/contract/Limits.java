package io.breakwater.controlplane.contract;

import java.time.Duration;
import java.time.Instant;

/**
 * How large things may be. A record holds a payload, a result and a history, and a dead letter
 * holds a record; all must fit into one message of NATS, 1 MiB unless a server is told otherwise.
 */
public final class Limits {
  /** The largest payload of a job, in bytes of JSON. */
  public static final int PAYLOAD_BYTES = 256 * 1024;

  /** The largest result of a job, in bytes of JSON. */
  public static final int RESULT_BYTES = 256 * 1024;

  /** How many lists and objects may be within each other in a payload or a result. */
  public static final int DEPTH = 100;

  /** How many characters an error keeps of its message. */
  public static final int ERROR_CHARACTERS = 2_000;

  /** How many transitions a record remembers: the first one, and the latest. */
  public static final int HISTORY = 50;

  /** The most attempts that may be asked for. */
  public static final int ATTEMPTS = 100;

  /** How many labels, or requirements, there may be. */
  public static final int LABELS = 32;

  /** How long a label's key or value may be, in characters. */
  public static final int LABEL_CHARACTERS = 256;

  /** The longest that one attempt may be given. */
  public static final Duration TIMEOUT = Duration.ofDays(7);

  /** The latest deadline: what is later overflows where it is counted in milliseconds. */
  public static final Instant LATEST_DEADLINE = Instant.parse("9999-12-31T23:59:59Z");

  private Limits() {}
}
