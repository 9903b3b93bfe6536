package io.breakwater.lab.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many of this machine's processors something else kept busy, since a moment: what Linux counts
 * in {@code /proc/stat}, without this process and one more. Nothing is known elsewhere than on
 * Linux.
 */
public final class LoadBeside {
  private static final Path STAT = Path.of("/proc/stat");

  private final Supplier<Optional<Duration>> companion;
  private final @Nullable ProcStat before;
  private final @Nullable Duration oursBefore;
  private final long since = System.nanoTime();

  private LoadBeside(Supplier<Optional<Duration>> companion) {
    this.companion = companion;
    before = now();
    oursBefore = ours();
  }

  /**
   * Begins to measure.
   *
   * @param companion what the other process has used since it began, which is no load of others
   */
  public static LoadBeside begin(Supplier<Optional<Duration>> companion) {
    return new LoadBeside(companion);
  }

  /** Returns what others had since it began; null if that cannot be known. */
  public @Nullable OtherLoad soFar() {
    ProcStat after = now();
    Duration oursAfter = ours();
    if (before == null || after == null || oursBefore == null || oursAfter == null) {
      return null;
    }
    double elapsed = Math.max(1, System.nanoTime() - since);
    double own = oursAfter.minus(oursBefore).toNanos() / elapsed;
    return new OtherLoad(Math.max(0, after.busySince(before) - own), after.processors());
  }

  private @Nullable Duration ours() {
    Optional<Duration> here = ProcessHandle.current().info().totalCpuDuration();
    Optional<Duration> there = companion.get();
    return here.isPresent() && there.isPresent() ? here.get().plus(there.get()) : null;
  }

  private static @Nullable ProcStat now() {
    try {
      return Files.isReadable(STAT) ? ProcStat.of(Files.readString(STAT)) : null;
    } catch (IOException | NumberFormatException e) {
      return null;
    }
  }
}
