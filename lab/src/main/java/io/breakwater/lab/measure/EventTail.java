package io.breakwater.lab.measure;

import io.breakwater.journal.EventsFile;
import io.breakwater.journal.RunEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the event files of a folder while services write them. */
public final class EventTail implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventTail.class);
  private static final long LOOK_EVERY_MILLIS = 50;
  private static final String FILES = "*.jsonl";

  private final Path folder;
  private final Consumer<RunEvent> sink;
  private final Map<Path, Long> read = new HashMap<>();
  private final Set<Path> warned = new HashSet<>();
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * Begins to follow.
   *
   * @param folder with one file for each service; must exist
   * @param sink takes each event, in the order of its file, on one thread
   */
  public EventTail(Path folder, Consumer<RunEvent> sink) {
    this.folder = folder;
    this.sink = sink;
    thread = new Thread(this::run, "breakwater-lab-events");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!closing.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if somebody does, what is left is still read.
      log.debug("interrupted");
    }
    look();
  }

  private void look() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FILES)) {
      for (Path file : files) {
        quietly(file);
      }
    } catch (IOException | DirectoryIteratorException e) {
      warn(folder, e);
    }
  }

  /** One file that cannot be read must not hide the others. */
  private void quietly(Path file) {
    try {
      readOn(file);
    } catch (IOException | RuntimeException e) {
      warn(file, e);
    }
  }

  /** Says it once: it will not be better at the next look. */
  private void warn(Path path, Exception e) {
    if (warned.add(path)) {
      log.warn("cannot follow the events in {}: {}", path, e.toString());
    }
  }

  private void readOn(Path file) throws IOException {
    long from = read.getOrDefault(file, 0L);
    if (Files.size(file) <= from) {
      return;
    }
    byte[] bytes;
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      open.seek(from);
      bytes = new byte[Math.toIntExact(Math.max(0, open.length() - from))];
      open.readFully(bytes);
    }
    // Half a line is left for the next look.
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    read.put(file, from + end);
    new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(this::hand);
  }

  private void hand(String line) {
    try {
      sink.accept(EventsFile.event(line));
    } catch (RuntimeException e) {
      log.warn("an event is left out: {}", e.getMessage());
    }
  }

  /** Reads what is left and ends. */
  @Override
  public void close() {
    closing.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
