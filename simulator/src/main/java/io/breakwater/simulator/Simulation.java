package io.breakwater.simulator;

import io.breakwater.policy.AttemptOutcome;
import io.breakwater.policy.AttemptSchedule;
import io.breakwater.policy.SitOut;
import io.breakwater.policy.SpreadSchedule;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Fleets, a tier and what happens to it, event by event. The same arguments yield the same run.
 * Used by one thread, once.
 *
 * <p>Each replica has at most one wake (its next attempt, its dial sent again, or the end of its
 * patience), each server knows when its next piece of work is done, and so does the processor of
 * each fleet's clients; so the next event is the earliest of few.
 */
public final class Simulation implements Node.Clients {
  /** As many attempts show a whole period of a fleet that finds everything refused. */
  private static final int SHOWN_BEFORE_JUMP = 3;

  /** Events between two looks at whether somebody wants it to end, a power of two less one. */
  private static final long LOOK_UP_EVERY = (1 << 16) - 1;

  private static final long DAY = Duration.ofDays(1).toNanos();

  private final FleetModel[] fleets;
  private final long[] connectTimeouts;
  private final Scenario scenario;
  private final boolean stepByStep;
  private final Changes changes;
  private final Replicas replicas;
  private final Node[] nodes;
  private final Tally[] tallies;
  private final Machine[] machines;
  private final BusyBins busy = new BusyBins();
  private final WakeHeap wakes;

  /** Of their own, so that what one part of the model draws does not move the others. */
  private final SplittableRandom waitRandom;

  private final SplittableRandom faultRandom;
  private final long epoch;
  private long now;
  private long events;
  private int connected;
  private long nextBackAt;

  /** Whether every server refuses; then nothing but a server's return changes that. */
  private boolean allRefuse;

  private Simulation(
      TierModel tier, List<FleetModel> models, Scenario scenario, long seed, boolean stepByStep) {
    SplittableRandom random = new SplittableRandom(seed);
    // Where in its period the clock finds a fleet is chance.
    epoch = random.nextLong(DAY);
    waitRandom = random.split();
    faultRandom = random.split();
    fleets = models.toArray(FleetModel[]::new);
    connectTimeouts =
        models.stream().mapToLong(model -> model.connectTimeout().toNanos()).toArray();
    this.scenario = scenario;
    this.stepByStep = stepByStep;
    changes = new Changes(scenario);
    replicas = new Replicas(fleets, tier.known(), random.split());
    nodes = new Node[tier.servers()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = new Node(tier.broker(), this, random.split());
    }
    tallies = new Tally[fleets.length];
    machines = new Machine[fleets.length];
    int first = 0;
    for (int i = 0; i < fleets.length; i++) {
      tallies[i] = new Tally(first, fleets[i].replicas());
      machines[i] = new Machine(fleets[i].clients());
      first += fleets[i].replicas();
    }
    wakes = new WakeHeap(replicas.size());
  }

  /**
   * Runs the fleets through the scenario.
   *
   * @param fleets not empty; at most 127
   * @param seed of all chance
   * @throws IllegalArgumentException if there is no fleet, or a fault of a server that does not
   *     exist
   * @throws InterruptedException if the thread is interrupted
   */
  public static SimulatedRun run(
      TierModel tier, List<FleetModel> fleets, Scenario scenario, long seed)
      throws InterruptedException {
    return run(tier, fleets, scenario, seed, false);
  }

  /** Runs, if asked for, without the jump over attempts that are refused for certain. */
  static SimulatedRun run(
      TierModel tier, List<FleetModel> fleets, Scenario scenario, long seed, boolean stepByStep)
      throws InterruptedException {
    if (fleets.isEmpty() || fleets.size() > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("expected 1 to 127 fleets, got " + fleets.size());
    }
    for (Fault fault : scenario.faults()) {
      if (fault.server() >= tier.servers()) {
        throw new IllegalArgumentException(
            "fault of server %d, but there are %d".formatted(fault.server(), tier.servers()));
      }
    }
    return new Simulation(tier, fleets, scenario, seed, stepByStep).run();
  }

  private SimulatedRun run() throws InterruptedException {
    connectAll();
    long deadline = scenario.up().plus(scenario.limit()).toNanos();
    long change = changes.nextAt();
    while (change < Long.MAX_VALUE || connected < replicas.size()) {
      Node node = nextNode();
      long work = node.nextAt();
      Machine machine = nextMachine();
      long next = Math.min(Math.min(change, machine.nextAt()), Math.min(work, wakes.nextAt()));
      if (next > deadline) {
        advance(deadline);
        break;
      }
      advance(next);
      if ((++events & LOOK_UP_EVERY) == 0 && Thread.interrupted()) {
        throw new InterruptedException("simulation");
      }
      if (next == change) {
        change(changes.poll());
        change = changes.nextAt();
      } else if (next == work) {
        node.complete();
      } else if (next == machine.nextAt()) {
        does(machine.poll());
      } else {
        wake(wakes.next());
      }
    }
    return new SimulatedRun(fleets, tallies, List.of(nodes), busy, scenario, now, events);
  }

  private void connectAll() {
    connected = replicas.size();
    int[] established = new int[nodes.length];
    for (int replica = 0; replica < replicas.size(); replica++) {
      established[replicas.server(replica)]++;
    }
    for (int i = 0; i < nodes.length; i++) {
      nodes[i].begin(established[i]);
    }
  }

  private Node nextNode() {
    Node first = nodes[0];
    for (int i = 1; i < nodes.length; i++) {
      if (nodes[i].nextAt() < first.nextAt()) {
        first = nodes[i];
      }
    }
    return first;
  }

  private Machine nextMachine() {
    Machine first = machines[0];
    for (int i = 1; i < machines.length; i++) {
      if (machines[i].nextAt() < first.nextAt()) {
        first = machines[i];
      }
    }
    return first;
  }

  private void advance(long to) {
    for (Node node : nodes) {
      busy.add(now, to, node.busy());
      node.advance(to);
    }
    now = to;
  }

  private void change(Changes.Change change) {
    Node node = nodes[change.fault().server()];
    switch (change.kind()) {
      case LAME_DUCK -> {
        node.stopListening();
        evict((Fault.LameDuck) change.fault());
      }
      case KILLED -> down(node, change.fault().server(), false);
      case VANISHED -> down(node, change.fault().server(), true);
      case BACK -> node.back();
    }
    nextBackAt = changes.nextBackAt();
    allRefuse = true;
    for (Node each : nodes) {
      allRefuse &= !each.up() && !each.silent();
    }
  }

  /** A lame duck closes its connections one by one, in no order that they know. */
  private void evict(Fault.LameDuck duck) {
    long grace = duck.grace().toNanos();
    long rest = duck.window().toNanos() - grace;
    for (int replica = 0; replica < replicas.size(); replica++) {
      if (isConnectedTo(replica, duck.server())) {
        wakes.set(replica, now + grace + faultRandom.nextLong(rest));
      }
    }
  }

  private boolean isConnectedTo(int replica, int server) {
    return replicas.states[replica] == Replicas.CONNECTED && replicas.server(replica) == server;
  }

  private void down(Node node, int server, boolean silent) {
    node.down(silent);
    for (int replica = 0; replica < replicas.size(); replica++) {
      if (isConnectedTo(replica, server)) {
        disconnected(replica);
        replicas.states[replica] = Replicas.LOST;
        long delay = fleetOf(replica).clients().detectionDelay().toNanos();
        wakes.set(replica, now + (delay == 0 ? 0 : faultRandom.nextLong(delay)));
      } else if (replicas.states[replica] >= Replicas.DIALLING
          && replicas.server(replica) == server
          && !silent) {
        failed(replica, outcomeOfSilence(replica));
      }
    }
  }

  private void disconnected(int replica) {
    connected--;
    tallies[replicas.fleets[replica]].disconnected(replica, now);
  }

  private FleetModel fleetOf(int replica) {
    return fleets[replicas.fleets[replica]];
  }

  private AttemptOutcome outcomeOfSilence(int replica) {
    return replicas.states[replica] == Replicas.GREETED
        ? AttemptOutcome.OVERLOADED
        : AttemptOutcome.UNREACHABLE;
  }

  private void wake(int replica) {
    switch (replicas.states[replica]) {
      case Replicas.CONNECTED -> {
        nodes[replicas.server(replica)].hungUp();
        disconnected(replica);
        replicas.states[replica] = Replicas.LOST;
        comesUp(replica);
      }
      case Replicas.LOST, Replicas.WAITING -> comesUp(replica);
      case Replicas.UNHEARD -> dialOn(replica);
      default -> failed(replica, outcomeOfSilence(replica));
    }
  }

  /** A replica has something to do, at once or when it is its turn. */
  private void comesUp(int replica) {
    Machine machine = machines[replicas.fleets[replica]];
    if (machine.free()) {
      does(replica);
      return;
    }
    if (replicas.states[replica] == Replicas.WAITING) {
      replicas.states[replica] = Replicas.DUE;
    }
    wakes.remove(replica);
    machine.await(replica, now);
  }

  private void does(int replica) {
    if (replicas.states[replica] == Replicas.LOST) {
      outageBegins(replica);
    } else {
      dial(replica);
    }
  }

  private void outageBegins(int replica) {
    replicas.attemptsInOutage[replica] = 0;
    replicas.previousWait[replica] = 0;
    if (replicas.giveWay[replica] > SitOut.NONE) {
      replicas.giveWay[replica] =
          SitOut.afterConnected(
              replicas.giveWay[replica], Duration.ofNanos(now - replicas.connectedAt[replica]));
    }
    replicas.moveOn(replica, 1);
    waitForNext(replica);
  }

  private void waitForNext(int replica) {
    AttemptSchedule schedule = replicas.schedules[replica];
    GiveWay giveWay = fleetOf(replica).giveWay();
    // Slots take no chance; a number drawn for them would move everybody else's.
    double random = schedule instanceof SpreadSchedule ? 0 : waitRandom.nextDouble();
    long wait =
        schedule.nextWaitNanos(
            replicas.attemptsInOutage[replica],
            replicas.previousWait[replica],
            giveWay.level(replicas.giveWay[replica]),
            wallClock(replica),
            random);
    replicas.previousWait[replica] = wait;
    replicas.states[replica] = Replicas.WAITING;
    wakes.set(replica, now + wait);
  }

  private long wallClock(int replica) {
    return epoch + now + replicas.clockSkew[replica];
  }

  private void dial(int replica) {
    int server = replicas.server(replica);
    Node node = nodes[server];
    tallies[replicas.fleets[replica]].attempt(now, node.listening());
    replicas.attemptsInOutage[replica]++;
    replicas.patienceEnds[replica] =
        now
            + fleetOf(replica)
                .giveWay()
                .patienceNanos(
                    replicas.giveWay[replica], connectTimeouts[replicas.fleets[replica]]);
    replicas.attempt[replica]++;
    replicas.sent[replica] = 0;
    send(replica, node);
  }

  private void dialOn(int replica) {
    if (now >= replicas.patienceEnds[replica]) {
      failed(replica, AttemptOutcome.UNREACHABLE);
    } else {
      send(replica, nodes[replicas.server(replica)]);
    }
  }

  /** Who is not heard sends again, until somebody answers or its patience ends. */
  private void send(int replica, Node node) {
    if (!node.listening() && !node.silent()) {
      failed(replica, AttemptOutcome.REFUSED);
      return;
    }
    boolean heard = node.listening() && node.dialled(replica, replicas.attempt[replica]);
    replicas.states[replica] = heard ? Replicas.DIALLING : Replicas.UNHEARD;
    long again = heard ? Long.MAX_VALUE : now + SynRetries.waitNanos(sentAgain(replica));
    wakes.set(replica, Math.min(replicas.patienceEnds[replica], again));
  }

  private int sentAgain(int replica) {
    replicas.sent[replica] = (byte) Math.min(Byte.MAX_VALUE, replicas.sent[replica] + 1);
    return replicas.sent[replica];
  }

  private void failed(int replica, AttemptOutcome outcome) {
    tallies[replicas.fleets[replica]].outcome(outcome);
    replicas.attempt[replica]++;
    if (outcome != AttemptOutcome.REFUSED) {
      // What the rule makes of it is its business; refusal is nobody's, and takes no chance.
      replicas.giveWay[replica] =
          fleetOf(replica)
              .giveWay()
              .next(replicas.giveWay[replica], outcome, waitRandom.nextDouble());
    }
    replicas.moveOn(replica, 1);
    waitForNext(replica);
    if (allRefuse && replicas.attemptsInOutage[replica] >= SHOWN_BEFORE_JUMP && !stepByStep) {
      jump(replica);
    }
  }

  /**
   * Goes on to the last slots before a server is back: those between are refused for certain, at
   * equal distances, and no window of them holds more than one of those already counted.
   */
  private void jump(int replica) {
    if (!(replicas.schedules[replica] instanceof SpreadSchedule spread)
        || replicas.giveWay[replica] != SitOut.NONE
        || !machines[replicas.fleets[replica]].free()
        || nextBackAt == Long.MAX_VALUE) {
      return;
    }
    long distance = replicas.previousWait[replica];
    long first = now + distance;
    long last =
        spread.slotAtOrAfter(wallClock(replica) + nextBackAt - Tally.SECOND - now, SitOut.NONE)
            - epoch
            - replicas.clockSkew[replica];
    long left = (last - first) / distance;
    if (left <= 0) {
      return;
    }
    tallies[replicas.fleets[replica]].refused(first, distance, left);
    replicas.attemptsInOutage[replica] += (int) left;
    replicas.moveOn(replica, left);
    wakes.set(replica, last);
  }

  @Override
  public boolean waits(int replica, int attempt) {
    return replicas.attempt[replica] == attempt;
  }

  @Override
  public void info(int replica) {
    replicas.states[replica] = Replicas.GREETED;
  }

  @Override
  public void handshakes(int replica) {
    machines[replicas.fleets[replica]].shake(now);
  }

  @Override
  public void answered(int replica, AttemptOutcome outcome) {
    if (outcome != AttemptOutcome.CONNECTED) {
      failed(replica, outcome);
      return;
    }
    tallies[replicas.fleets[replica]].outcome(outcome);
    replicas.attempt[replica]++;
    replicas.states[replica] = Replicas.CONNECTED;
    replicas.connectedAt[replica] = now;
    connected++;
    tallies[replicas.fleets[replica]].connected(replica, now);
    wakes.remove(replica);
  }
}
