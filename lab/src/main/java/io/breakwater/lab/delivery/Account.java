package io.breakwater.lab.delivery;

import io.breakwater.client.IndeterminateRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one publisher was told of each of its messages, and which of them arrived. Messages are
 * known by their sequence, from 0. Thread-safe.
 */
final class Account implements Told {
  private final BitSet accepted = new BitSet();
  private final BitSet acknowledged = new BitSet();
  private final BitSet told = new BitSet();
  private final BitSet delivered = new BitSet();
  private final BitSet stored = new BitSet();
  private final Set<IndeterminateRange> ranges = new LinkedHashSet<>();
  private long[] numbers = new long[4_096];
  private long refused;
  private long duplicated;

  /**
   * The account's balance.
   *
   * @param accepted messages that the client took
   * @param refused messages that it did not take
   * @param delivered accepted messages that arrived
   * @param duplicated further copies that arrived
   * @param told lost messages whose owner was told
   * @param reported messages that were reported as possibly lost
   * @param lostWithStore lost messages that the broker had acknowledged before it lost its store
   */
  record Balance(
      long accepted,
      long refused,
      long delivered,
      long duplicated,
      long told,
      long reported,
      long lostWithStore) {
    static final Balance ZERO = new Balance(0, 0, 0, 0, 0, 0, 0);

    long lost() {
      return accepted - delivered;
    }

    long lostSilently() {
      return lost() - told;
    }

    Balance plus(Balance other) {
      return new Balance(
          accepted + other.accepted,
          refused + other.refused,
          delivered + other.delivered,
          duplicated + other.duplicated,
          told + other.told,
          reported + other.reported,
          lostWithStore + other.lostWithStore);
    }
  }

  @Override
  public synchronized void accepted(int sequence, long number) {
    if (number != 0 && sequence >= numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(sequence + 1, 2 * numbers.length));
    }
    if (number != 0) {
      numbers[sequence] = number;
    }
    accepted.set(sequence);
  }

  @Override
  public synchronized void refused() {
    refused++;
  }

  @Override
  public synchronized void acknowledged(int sequence) {
    acknowledged.set(sequence);
  }

  @Override
  public synchronized void told(int sequence) {
    told.set(sequence);
  }

  @Override
  public synchronized void told(IndeterminateRange range) {
    ranges.add(range);
  }

  /** Notes that all that were acknowledged until now went with the store of the broker. */
  synchronized void storeLost() {
    stored.or(acknowledged);
  }

  /** Returns the sequence that follows the last one that was accepted. */
  synchronized int next() {
    return accepted.length();
  }

  /** Returns if one arrived from that sequence on. */
  synchronized boolean deliveredFrom(int sequence) {
    return delivered.nextSetBit(sequence) >= 0;
  }

  /** Notes that it arrived. */
  synchronized void delivered(int sequence) {
    if (delivered.get(sequence)) {
      duplicated++;
    }
    delivered.set(sequence);
  }

  /** Returns the runs of lost messages, by their sequences, in order. */
  synchronized List<IndeterminateRange> lostRuns() {
    BitSet lost = (BitSet) accepted.clone();
    lost.andNot(delivered);
    List<IndeterminateRange> runs = new ArrayList<>();
    for (int first = lost.nextSetBit(0); first >= 0; ) {
      int end = lost.nextClearBit(first);
      runs.add(new IndeterminateRange(first, end - 1));
      first = lost.nextSetBit(end);
    }
    return runs;
  }

  synchronized Balance balance() {
    BitSet arrived = (BitSet) delivered.clone();
    arrived.and(accepted);
    BitSet lost = (BitSet) accepted.clone();
    lost.andNot(arrived);
    BitSet lostWithStore = (BitSet) lost.clone();
    lostWithStore.and(stored);
    return new Balance(
        accepted.cardinality(),
        refused,
        arrived.cardinality(),
        duplicated,
        lost.stream().filter(this::isTold).count(),
        told.cardinality() + ranges.stream().mapToLong(IndeterminateRange::count).sum(),
        lostWithStore.cardinality());
  }

  private boolean isTold(int sequence) {
    long number = sequence < numbers.length ? numbers[sequence] : 0;
    return told.get(sequence)
        || ranges.stream().anyMatch(range -> range.first() <= number && number <= range.last());
  }
}
