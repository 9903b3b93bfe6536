package io.breakwater.policy;

import java.nio.charset.StandardCharsets;

/**
 * A connection's place in the spread period.
 *
 * @param fraction where in the period its slot starts, in [0, 1)
 * @param stagger which of 2^j periods it attends while it sits out at level j: the low j bits
 * @param ranked whether the place comes from a dense rank, so that no two members share a slot
 */
public record Phase(double fraction, int stagger, boolean ranked) {

  /**
   * Checks the range above.
   *
   * @throws IllegalArgumentException if {@code fraction} is outside [0, 1)
   */
  public Phase {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new IllegalArgumentException("fraction must be in [0, 1): " + fraction);
    }
  }

  /**
   * Returns the place of a member whose rank is known: rank / slots. Neighbours attend different
   * periods while they sit out. A rank past the last slot (it is newer than the count) wraps.
   *
   * @param rank from 0
   * @param slots how many slots the period has, at least 1
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static Phase ofRank(int rank, int slots) {
    Check.atLeast(rank, 0, "rank");
    Check.atLeast(slots, 1, "slots");
    return new Phase((double) (rank % slots) / slots, rank, true);
  }

  /**
   * Returns the place of a member of which only the id is known: 64-bit FNV-1a over its UTF-8
   * bytes, finished with the mixer of MurmurHash3 (fmix64), because FNV alone leaves ids that
   * differ in their last character side by side. The upper 53 bits are the fraction, the lower 32
   * the stagger. The same id has the same place in every process, on every JVM.
   *
   * @param connectionId unique among the connections of the fleet
   * @throws NullPointerException if {@code connectionId} is null
   */
  public static Phase ofId(String connectionId) {
    long hash = 0xcbf29ce484222325L;
    for (byte octet : connectionId.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return new Phase((hash >>> 11) * 0x1.0p-53, (int) hash, false);
  }
}
