package io.breakwater.lab.services;

import io.breakwater.lab.stack.StackMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Faults at random, without an end. Each kind comes once, in random order, before any comes again:
 * so a short run has seen them all. The same seed draws the same faults. Not thread-safe.
 */
final class Chaos implements Iterator<Step> {
  private static final int LEAST_PAUSE_MILLIS = 2_000;
  private static final int MOST_PAUSE_MILLIS = 7_000;

  private final Random random;
  private final List<Supplier<Fault>> kinds;
  private final List<Supplier<Fault>> left = new ArrayList<>();

  /**
   * Draws from a seed.
   *
   * @param servers how many there are to break; one alone is never wiped
   * @param fleet whose pods are to kill, and whose active ones to kill and to freeze
   */
  Chaos(long seed, int servers, Fleet fleet) {
    random = new Random(seed);
    kinds = new ArrayList<>();
    kinds.add(() -> Fault.brokerKilled(millis(1_000, 8_000)));
    if (servers > 1) {
      kinds.add(() -> Fault.nodeKilled(random.nextInt(servers), millis(1_000, 8_000)));
      kinds.add(() -> Fault.nodeWiped(random.nextInt(servers), millis(1_000, 5_000)));
      kinds.add(() -> Fault.rollingRestart(millis(500, 2_000)));
    }
    List<StackMember> equals =
        fleet.members().stream()
            .filter(member -> !fleet.leases().contains(member.deployment()))
            .toList();
    for (StackMember member : equals) {
      kinds.add(() -> Fault.podKilled(anyOf(member)));
    }
    // Longer than a client waits for an answer; some longer than the heartbeats of a worker.
    kinds.add(
        () ->
            Fault.podFrozen(
                anyOf(equals.get(random.nextInt(equals.size()))), millis(6_000, 20_000)));
    for (String lease : fleet.leases()) {
      kinds.add(() -> Fault.activeKilled(lease));
      // Some shorter than the lease of 6 s, most longer: then another one takes over.
      kinds.add(() -> Fault.activeFrozen(lease, millis(4_000, 14_000)));
    }
  }

  private String anyOf(StackMember member) {
    return member.deployment() + "-" + (1 + random.nextInt(member.replicas()));
  }

  private Duration millis(int least, int most) {
    return Duration.ofMillis(least + random.nextInt(most - least));
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Step next() {
    if (left.isEmpty()) {
      left.addAll(kinds);
      Collections.shuffle(left, random);
    }
    Fault fault = left.remove(left.size() - 1).get();
    return new Step(millis(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS), fault);
  }
}
