package io.breakwater.client.internal.delivery;

import io.breakwater.client.OutboxDirectoryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a directory for one bus alone: a lock file against other processes, which ends with the
 * process however it ends, and a list against others in this one. The list comes first: on POSIX a
 * process that opens a file again and closes it loses the lock that it holds on it.
 */
final class DirectoryLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DirectoryLock.class);
  private static final String FILE = "outbox.lock";
  private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

  private final Path real;
  private final FileChannel channel;

  private DirectoryLock(Path real, FileChannel channel) {
    this.real = real;
    this.channel = channel;
  }

  /**
   * Takes a directory, which is made if it is not there.
   *
   * @throws OutboxDirectoryException if that cannot be done, or it is taken
   */
  static DirectoryLock take(Path directory) {
    Path real;
    try {
      real = Files.createDirectories(directory).toRealPath();
    } catch (IOException e) {
      throw new OutboxDirectoryException(directory.toString(), "cannot be used: " + reason(e));
    }
    if (!TAKEN.add(real)) {
      throw new OutboxDirectoryException(
          directory.toString(), "in use by another bus of this process");
    }
    try {
      return new DirectoryLock(real, locked(directory, real));
    } catch (IOException e) {
      TAKEN.remove(real);
      throw new OutboxDirectoryException(directory.toString(), "cannot be used: " + reason(e));
    } catch (OutboxDirectoryException e) {
      TAKEN.remove(real);
      throw e;
    }
  }

  private static FileChannel locked(Path directory, Path real) throws IOException {
    FileChannel channel =
        FileChannel.open(real.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    if (lock == null) {
      channel.close();
      throw new OutboxDirectoryException(directory.toString(), "in use by another process");
    }
    return channel;
  }

  static String reason(IOException e) {
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("its lock ends with the process", e);
    }
    TAKEN.remove(real);
  }
}
