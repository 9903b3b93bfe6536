package io.breakwater.client.internal.delivery;

import io.breakwater.client.BusClosedException;
import io.breakwater.client.LifecycleEvent;
import io.breakwater.client.OutboxDirectoryException;
import io.breakwater.client.OutboxWriteException;
import io.breakwater.client.internal.Surviving;
import io.breakwater.policy.OutboxPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the messages of the outbox in a directory: on a thread of its own, which writes what many
 * callers hand in with one commit. A message is there when its commit is with the operating system:
 * it survives the end of the process however it comes, not that of the machine.
 */
final class DiskStore implements Store {
  private static final Logger log = LoggerFactory.getLogger(DiskStore.class);

  /** What is only to be forgotten waits so long for something that is to be kept. */
  private static final long LAZY_MILLIS = 50;

  private static final int LARGEST_COMMIT = 1_000;
  private static final long CLOSE_MILLIS = 5_000;

  private final Path directory;
  private final StoreFile file;
  private final List<OutboxEntry> recovered;
  private final @Nullable String damage;
  private final long firstNumber;
  private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
  private final CompletableFuture<OptionalLong> kept = new CompletableFuture<>();

  /** Nothing follows the end: nobody would write it. Guarded by {@link #changes}. */
  private boolean ended;

  /**
   * Something to be written.
   *
   * @param number of the message
   * @param record what to keep; null to forget it
   * @param done completes when it is written
   */
  private record Change(
      long number, StoredRecord.@Nullable Bytes record, CompletableFuture<Void> done) {
    static Change end() {
      return new Change(-1, null, new CompletableFuture<>());
    }

    boolean ends() {
      return number < 0;
    }
  }

  private DiskStore(Path directory, StoreFile file, String threadName) {
    this.directory = directory;
    this.file = file;
    StoreFile.Contents contents = file.contents();
    recovered = contents.entries();
    damage = contents.damage();
    firstNumber = contents.lastNumber() + 1;
    Thread thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens the store of a directory, which is made if it is not there.
   *
   * @throws OutboxDirectoryException if that cannot be done, or another process has it open
   */
  static DiskStore open(Path directory, OutboxPolicy policy, String threadName) {
    return new DiskStore(directory, StoreFile.open(directory, policy.maxBytes()), threadName);
  }

  @Override
  public List<OutboxEntry> recovered() {
    return recovered;
  }

  @Override
  public LifecycleEvent recoveredEvent() {
    return new LifecycleEvent.OutboxRecovered(Instant.now(), recovered.size(), damage);
  }

  @Override
  public long firstNumber() {
    return firstNumber;
  }

  @Override
  public void put(OutboxEntry entry, Payload payload) {
    Change change =
        new Change(
            entry.number,
            StoredRecord.of(System.currentTimeMillis(), entry.id, payload),
            new CompletableFuture<>());
    if (!add(change)) {
      throw new BusClosedException(entry.what() + ": the bus is closed");
    }
    try {
      // Not to be interrupted: whoever is told that it failed must be able to rely on it.
      change.done.join();
    } catch (CompletionException e) {
      throw new OutboxWriteException(
          entry.what(), directory.toString(), String.valueOf(reason(e.getCause())));
    }
  }

  @Override
  public Payload load(OutboxEntry entry) {
    try {
      return file.read(entry.number).payload();
    } catch (IOException | MVStoreException e) {
      throw new OutboxWriteException(entry.what(), directory.toString(), reason(e));
    }
  }

  @Override
  public void remove(OutboxEntry entry) {
    add(new Change(entry.number, null, new CompletableFuture<>()));
  }

  /** Returns if it will be written. */
  private boolean add(Change change) {
    synchronized (changes) {
      if (ended) {
        return false;
      }
      ended = change.ends();
      return changes.add(change);
    }
  }

  @Override
  public boolean durable() {
    return true;
  }

  private void run() {
    List<Change> batch = new ArrayList<>();
    boolean more = true;
    while (more) {
      batch.clear();
      Surviving.run(log, "collecting a commit", () -> collect(batch));
      more = !batch.removeIf(Change::ends);
      write(batch);
    }
    kept.complete(file.close());
  }

  private void collect(List<Change> batch) {
    try {
      Change first = changes.take();
      batch.add(first);
      if (first.record == null && !first.ends()) {
        Change next = changes.poll(LAZY_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          batch.add(next);
        }
      }
    } catch (InterruptedException e) {
      log.debug("nobody interrupts this thread", e);
    }
    changes.drainTo(batch, LARGEST_COMMIT);
  }

  private void write(List<Change> batch) {
    try {
      for (Change change : batch) {
        if (change.record == null) {
          file.remove(change.number);
        } else {
          file.put(change.number, change.record);
        }
      }
      file.commit();
      batch.forEach(change -> change.done.complete(null));
    } catch (Throwable e) {
      // Whatever it is: the callers wait for a word, and others will.
      Surviving.run(log, "giving up a commit", () -> giveUp(batch, e));
      batch.forEach(change -> change.done.completeExceptionally(e));
    }
  }

  private void giveUp(List<Change> batch, Throwable why) {
    log.warn("outbox directory {}: {}", directory, reason(why));
    file.abandon();
    for (Change change : batch) {
      // Whatever of it may have been written: the callers are told that it was not.
      file.removeLater(change.number);
    }
    file.beginAnewIfDone();
  }

  static String reason(@Nullable Throwable e) {
    Throwable root = e;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    String message = root == null ? null : root.getMessage();
    return message == null ? String.valueOf(root) : message.lines().findFirst().orElse("");
  }

  @Override
  public OptionalLong close() {
    add(Change.end());
    try {
      return kept.get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("outbox directory {}: its last commit takes long", directory);
    }
    return OptionalLong.empty();
  }
}
