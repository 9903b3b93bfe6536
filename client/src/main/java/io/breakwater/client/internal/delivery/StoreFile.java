package io.breakwater.client.internal.delivery;

import io.breakwater.client.OutboxDirectoryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two files of an outbox: H2's MVStore, which does the storing, and a mark of how many commits
 * it has made. MVStore goes back to its last sound commit when its file is damaged, and says
 * nothing; the mark is how that is noticed. Written by one thread; {@link #read} from any.
 */
final class StoreFile {
  private static final Logger log = LoggerFactory.getLogger(StoreFile.class);

  private static final String STORE = "outbox.mv";
  private static final String MARK = "outbox.commits";
  private static final String MAP = "messages";

  /** How long space that a commit has left is kept, so that a damaged tail costs only the tail. */
  private static final int RETENTION_MILLIS = 2_000;

  /** A file that has grown so far beyond what it may hold is reused at once. */
  private static final int MOST_TIMES = 2;

  private static final long LEAST_LIMIT_BYTES = 64L << 20;
  private static final int COMPACT_MILLIS = 100;
  private static final int CACHE_MEBIBYTES = 2;

  private final Path directory;
  private final long limitBytes;
  private final DirectoryLock lock;
  private final FileChannel mark;
  private final Set<Long> toRemove = new HashSet<>();
  private final Contents contents;
  private volatile MVStore store;
  private volatile MVMap<Long, byte[]> map;
  private boolean abandoned;

  /** A write has failed since it was last empty: space is reused at once. */
  private boolean full;

  /**
   * What a file held.
   *
   * @param entries the messages, in order
   * @param lastNumber the highest number, 0 if there was none
   * @param damage what was damaged; null if nothing was
   */
  record Contents(List<OutboxEntry> entries, long lastNumber, @Nullable String damage) {}

  private StoreFile(
      Path directory, long limitBytes, DirectoryLock lock, FileChannel mark, MVStore store) {
    this.directory = directory;
    this.limitBytes = limitBytes;
    this.lock = lock;
    this.mark = mark;
    this.store = store;
    map = map(store);
    contents = readAll();
  }

  /**
   * Opens the files of a directory, which is made if it is not there, and reads everything.
   *
   * @throws OutboxDirectoryException if that cannot be done, or another process has them open; the
   *     files are then left alone, and the directory is free
   */
  static StoreFile open(Path directory, long maxBytes) {
    DirectoryLock lock = DirectoryLock.take(directory);
    @Nullable MVStore store = null;
    @Nullable FileChannel mark = null;
    @Nullable StoreFile opened = null;
    try {
      store = open(directory);
      mark =
          FileChannel.open(
              directory.resolve(MARK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      long limitBytes = Math.max(LEAST_LIMIT_BYTES, MOST_TIMES * maxBytes);
      opened = new StoreFile(directory, limitBytes, lock, mark, store);
      return opened;
    } catch (IOException e) {
      throw new OutboxDirectoryException(
          directory.toString(), "cannot be used: " + DirectoryLock.reason(e));
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // What MVStore meets on a page that is not what it wrote: a length of gigabytes, a circle.
      throw new OutboxDirectoryException(directory.toString(), problem(directory, e));
    } finally {
      if (opened == null) {
        release(store, mark);
        lock.close();
      }
    }
  }

  private static void release(@Nullable MVStore store, @Nullable FileChannel mark) {
    try {
      if (store != null) {
        store.closeImmediately();
      }
      if (mark != null) {
        mark.close();
      }
    } catch (IOException | RuntimeException e) {
      log.debug("not opened, and not closed", e);
    }
  }

  private static String problem(Path directory, Throwable e) {
    if (!Files.isWritable(directory)) {
      return "not writable";
    }
    return STORE
        + " cannot be read ("
        + DiskStore.reason(e)
        + "); move it away to start without what it held";
  }

  private static MVStore open(Path directory) {
    MVStore opened =
        new MVStore.Builder()
            .fileName(directory.resolve(STORE).toString())
            .autoCommitDisabled()
            .cacheSize(CACHE_MEBIBYTES)
            .open();
    opened.setRetentionTime(RETENTION_MILLIS);
    opened.setVersionsToKeep(0);
    return opened;
  }

  private static MVMap<Long, byte[]> map(MVStore store) {
    return store.openMap(
        MAP,
        new MVMap.Builder<Long, byte[]>()
            .keyType(LongDataType.INSTANCE)
            .valueType(ByteArrayDataType.INSTANCE));
  }

  /** Returns what was there when it was opened. */
  Contents contents() {
    return contents;
  }

  /** What is damaged is counted and removed, if it is a message; a page that is, ends it. */
  private Contents readAll() {
    List<OutboxEntry> entries = new ArrayList<>();
    long nowNanos = System.nanoTime();
    long nowMillis = System.currentTimeMillis();
    long damaged = 0;
    long last = 0;
    for (Long number : map.keySet()) {
      last = number;
      try {
        byte[] stored = Objects.requireNonNull(map.get(number), "a number without a message");
        entries.add(entry(number, StoredRecord.read(stored), nowMillis, nowNanos));
      } catch (IOException e) {
        damaged++;
        removeLater(number);
      }
    }
    List<String> damage = new ArrayList<>();
    long lost = lostCommits();
    if (lost > 0) {
      damage.add("the last " + lost + " commits could not be read");
    }
    if (damaged > 0) {
      damage.add(damaged + " damaged messages");
    }
    return new Contents(entries, last, damage.isEmpty() ? null : String.join(", ", damage));
  }

  private static OutboxEntry entry(
      long number, StoredRecord stored, long nowMillis, long nowNanos) {
    long ageMillis = Math.max(0, nowMillis - stored.acceptedMillis());
    Payload payload = stored.payload();
    OutboxEntry entry =
        new OutboxEntry(
            number,
            payload.subject(),
            stored.id(),
            OutboxEntry.cost(payload.subject(), payload.headers(), payload.body().bytes()),
            nowNanos - ageMillis * 1_000_000,
            null);
    entry.sent = 1;
    entry.last = "handed in to an earlier process";
    return entry;
  }

  private long lostCommits() {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
      if (mark.read(bytes, 0) < bytes.capacity()) {
        return 0;
      }
      bytes.flip();
      long marked = bytes.getLong();
      return marked == ~bytes.getLong() ? Math.max(0, marked - store.getCurrentVersion()) : 0;
    } catch (IOException e) {
      log.debug("no mark", e);
      return 0;
    }
  }

  /**
   * Reads a message.
   *
   * @throws IOException if it is not there or damaged
   */
  StoredRecord read(long number) throws IOException {
    byte[] all;
    try {
      all = map.get(number);
    } catch (RuntimeException e) {
      throw new IOException("message " + number + " cannot be read", e);
    }
    if (all == null) {
      throw new IOException("message " + number + " is not there");
    }
    return StoredRecord.read(all);
  }

  void put(long number, StoredRecord.Bytes stored) {
    reopen();
    map.put(number, stored.bytes());
  }

  void remove(long number) {
    reopen();
    map.remove(number);
  }

  /** Removes a message, if it is there, with the next commit that succeeds. */
  void removeLater(long number) {
    toRemove.add(number);
  }

  /**
   * Begins with a new file if all that this one holds is to be removed. To write that takes a
   * little room, and on a full disk there may be none: nothing would ever be removed again.
   */
  void beginAnewIfDone() {
    if (abandoned || toRemove.size() < map.sizeAsLong()) {
      return;
    }
    try {
      toRemove.removeIf(number -> !map.containsKey(number));
      if (toRemove.size() < map.sizeAsLong()) {
        return;
      }
      abandoned = true;
      store.closeImmediately();
      mark(0);
      Files.delete(directory.resolve(STORE));
      toRemove.clear();
      reopen();
    } catch (IOException | MVStoreException e) {
      log.debug("later", e);
    }
  }

  void commit() throws IOException {
    reopen();
    toRemove.forEach(map::remove);
    long version = store.commit();
    if (version < 0) {
      return;
    }
    toRemove.clear();
    mark(store.getCurrentVersion());
    boundSize();
  }

  private void mark(long commits) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(commits).putLong(~commits);
    mark.write(bytes.flip(), 0);
  }

  private void boundSize() {
    long size = store.getFileStore().size();
    full &= !map.isEmpty();
    store.setRetentionTime(full || size > limitBytes ? 0 : RETENTION_MILLIS);
    if (size > LEAST_LIMIT_BYTES && map.isEmpty()) {
      store.compactFile(COMPACT_MILLIS);
    }
  }

  /** Gives up on the open file after a failure; the next write opens it again. */
  void abandon() {
    abandoned = true;
    full = true;
    store.closeImmediately();
    try {
      // At once, for what it holds is still to be read.
      reopen();
    } catch (MVStoreException e) {
      log.debug("later", e);
    }
  }

  private void reopen() {
    if (abandoned) {
      MVStore again = open(directory);
      store = again;
      map = map(again);
      abandoned = false;
      store.setRetentionTime(full ? 0 : RETENTION_MILLIS);
    }
  }

  /** Closes the files; returns how many messages they hold, if that can be told. */
  OptionalLong close() {
    OptionalLong left = OptionalLong.empty();
    try {
      if (!abandoned) {
        left = OptionalLong.of(map.sizeAsLong());
        store.setRetentionTime(0);
        store.close(COMPACT_MILLIS);
      }
    } catch (RuntimeException e) {
      log.warn("outbox directory {}: {}", directory, DiskStore.reason(e));
    } finally {
      release(store, mark);
      lock.close();
    }
    return left;
  }
}
