package io.breakwater.lab.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * All that was seen, in the order in which it was: in memory, and as JSON lines in a file. It only
 * grows. Thread-safe.
 */
public final class History implements AutoCloseable {
  /** The file's name in the folder of a run. */
  public static final String NAME = "history.jsonl";

  private final long began = System.nanoTime();
  private final Path file;
  private final List<Entry> entries = new ArrayList<>();
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Thread writer;
  private boolean closed;
  private volatile @Nullable IOException failure;

  private History(Path file, Writer out) {
    this.file = file;
    writer = new Thread(() -> write(out), "breakwater-lab-history");
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * Begins a history.
   *
   * @param file made, with its folder; what is in it is replaced
   * @throws UncheckedIOException if it cannot be made
   */
  public static History open(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return new History(file, Files.newBufferedWriter(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Adds what was seen now. Returns at once: the file is written by another thread.
   *
   * @return the entry, with its times
   * @throws IllegalStateException if the history is closed
   */
  public Entry add(Event event) {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the history is closed");
      }
      // Inside, so that the order of the entries is that of their times.
      Entry entry = new Entry(System.nanoTime() - began, Instant.now(), event);
      entries.add(entry);
      lines.add(HistoryFile.line(entry));
      return entry;
    }
  }

  /** Returns what was seen so far. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /**
   * Writes what is left, and ends.
   *
   * @throws UncheckedIOException if not all of it could be written
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      lines.add("");
    }
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    IOException failed = failure;
    if (failed != null) {
      throw new UncheckedIOException(
          file + ": the history is not complete: " + failed.getMessage(), failed);
    }
  }

  /** Until the empty line, which is the end. */
  private void write(Writer out) {
    try (out) {
      for (String line = lines.take(); !line.isEmpty(); line = lines.take()) {
        out.write(line);
        out.write('\n');
        if (lines.isEmpty()) {
          out.flush();
        }
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      failure = new IOException("interrupted", e);
    }
  }
}
