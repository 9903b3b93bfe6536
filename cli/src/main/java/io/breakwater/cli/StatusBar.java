package io.breakwater.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * The last line of a terminal: how much of a phase's time has passed. Lines are printed above it.
 * Thread-safe.
 */
final class StatusBar implements AutoCloseable {
  /** Fits into the narrowest terminal that is common, without touching its edge. */
  private static final int WIDTH = 78;

  private static final String ERASE = "\r\u001b[K";
  private static final int REDRAW_MILLIS = 250;

  private final PrintWriter terminal;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "breakwater-status-bar");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable ProgressBar bar;
  private long began;
  private String drawn = "";

  StatusBar(PrintWriter terminal) {
    this.terminal = terminal;
    var unused =
        clock.scheduleAtFixedRate(this::tick, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Begins another phase, of that length at most. */
  void begin(String text, Duration limit) {
    end();
    synchronized (this) {
      began = System.nanoTime();
      bar =
          new ProgressBarBuilder()
              .setTaskName(text)
              .setInitialMax(Math.max(1, limit.toSeconds()))
              .setUnit("s", 1)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(REDRAW_MILLIS)
              .hideEta()
              .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
              .build();
    }
  }

  /** Prints a line above the bar. */
  synchronized void print(String line) {
    terminal.print(drawn.isEmpty() ? "" : ERASE);
    terminal.println(line);
    terminal.print(drawn);
    terminal.flush();
  }

  private synchronized void tick() {
    if (bar != null) {
      bar.stepTo(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
    }
  }

  private synchronized void draw(String text) {
    if (bar != null && !text.isBlank()) {
      drawn = text.stripTrailing();
      terminal.print(ERASE + drawn);
      terminal.flush();
    }
  }

  private void end() {
    ProgressBar ended;
    synchronized (this) {
      ended = bar;
      bar = null;
      terminal.print(drawn.isEmpty() ? "" : ERASE);
      terminal.flush();
      drawn = "";
    }
    if (ended != null) {
      // Waits for a last call of draw, so not with the lock held.
      ended.close();
    }
  }

  /** Ends the phase and removes the bar. */
  @Override
  public void close() {
    clock.shutdownNow();
    end();
  }
}
