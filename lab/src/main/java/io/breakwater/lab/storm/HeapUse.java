package io.breakwater.lab.storm;

import java.lang.management.ManagementFactory;

/** How much of the heap is in use, without what nobody refers to any more. */
final class HeapUse {
  /**
   * The serial collector leaves gaps in three of four collections (MarkSweepAlwaysCompactCount).
   */
  private static final int COLLECTIONS = 4;

  private HeapUse() {}

  static long bytesAfterCollection() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
