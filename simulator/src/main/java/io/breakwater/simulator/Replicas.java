package io.breakwater.simulator;

import io.breakwater.policy.AttemptSchedule;
import java.util.random.RandomGenerator;

/**
 * What the replicas of all fleets remember, one array per thing: a million of them fit into a few
 * dozen megabytes. Not thread-safe.
 */
final class Replicas {
  static final byte CONNECTED = 0;

  /** Its connection is dead, which it has not noticed. */
  static final byte LOST = 1;

  static final byte WAITING = 2;

  /** Its wait is over, and the processor of its machine has not come to it. */
  static final byte DUE = 3;

  /** It has dialled, and no system has answered; its own sends the dial again. */
  static final byte UNHEARD = 4;

  static final byte DIALLING = 5;

  /** Dialling, and the server has said INFO. */
  static final byte GREETED = 6;

  final AttemptSchedule[] schedules;
  final byte[] states;
  final byte[] fleets;
  final int[] giveWay;
  final long[] connectedAt;
  final int[] attemptsInOutage;
  final long[] previousWait;
  final long[] clockSkew;

  /** Which of all its attempts the present one is: what a server does for an older one is late. */
  final int[] attempt;

  /** When it gives the present attempt up. */
  final long[] patienceEnds;

  /** How often the present dial was sent. */
  final byte[] sent;

  private final int known;
  private final int[] server;
  private final int[] stride;

  Replicas(FleetModel[] models, int known, RandomGenerator random) {
    int size = 0;
    for (FleetModel model : models) {
      size = Math.addExact(size, model.replicas());
    }
    schedules = new AttemptSchedule[size];
    states = new byte[size];
    fleets = new byte[size];
    giveWay = new int[size];
    connectedAt = new long[size];
    attemptsInOutage = new int[size];
    previousWait = new long[size];
    clockSkew = new long[size];
    attempt = new int[size];
    patienceEnds = new long[size];
    sent = new byte[size];
    this.known = known;
    server = new int[known == 1 ? 0 : size];
    stride = new int[server.length];
    int next = 0;
    for (int fleet = 0; fleet < models.length; fleet++) {
      for (int i = 0; i < models[fleet].replicas(); i++) {
        prepare(next++, (byte) fleet, i, models[fleet], random);
      }
    }
  }

  private void prepare(
      int replica, byte fleet, int number, FleetModel model, RandomGenerator random) {
    schedules[replica] = model.schedules().apply(number);
    fleets[replica] = fleet;
    long skew = model.clients().clockSkew().toNanos();
    clockSkew[replica] = skew == 0 ? 0 : random.nextLong(-skew, skew + 1);
    if (known > 1) {
      server[replica] = random.nextInt(known);
      do {
        stride[replica] = random.nextInt(1, known);
      } while (commonDivisor(stride[replica], known) > 1);
    }
  }

  private static int commonDivisor(int a, int b) {
    return b == 0 ? a : commonDivisor(b, a % b);
  }

  int size() {
    return states.length;
  }

  /** Returns the server that it is connected to, or tries next. */
  int server(int replica) {
    return known == 1 ? 0 : server[replica];
  }

  /**
   * Goes on to the server after so many attempts. Each replica has its own order of them, as a pool
   * that is shuffled: after the loss of one, its clients do not all meet the same other one.
   */
  void moveOn(int replica, long attempts) {
    if (known > 1) {
      server[replica] = (int) ((server[replica] + attempts * stride[replica]) % known);
    }
  }
}
