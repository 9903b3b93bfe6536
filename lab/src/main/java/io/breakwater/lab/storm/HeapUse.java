package io.breakwater.lab.storm;

import java.lang.management.ManagementFactory;

/** How much of the heap is in use, without what nobody refers to any more. */
final class HeapUse {
  private HeapUse() {}

  static long bytesAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
