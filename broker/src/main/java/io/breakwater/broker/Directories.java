package io.breakwater.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and directories that are made for servers, and removed with them; those of a JVM that was
 * killed are removed by the next one that makes any. Thread-safe.
 */
public final class Directories {
  private static final Logger log = LoggerFactory.getLogger(Directories.class);

  private static final String PREFIX = "breakwater-";

  /** What it is for, and the id of the process that made it. */
  private static final Pattern NAME = Pattern.compile(PREFIX + "[a-z]+-pid(\\d+)-\\w+");

  private static final AtomicBoolean SWEPT = new AtomicBoolean();

  private static final FileAttribute<?>[] OWNER_ONLY =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
          }
          : new FileAttribute<?>[0];

  private Directories() {}

  /**
   * Creates a temporary directory that only its owner may read: configurations hold secrets.
   *
   * @param use what it is for, a word in lower case
   * @throws BrokerException if that fails
   */
  public static Path createTemporary(String use) {
    if (SWEPT.compareAndSet(false, true)) {
      sweep(Path.of(System.getProperty("java.io.tmpdir")));
    }
    try {
      return Files.createTempDirectory(PREFIX + use + "-pid" + ProcessHandle.current().pid() + "-");
    } catch (IOException e) {
      throw new BrokerException("cannot create a temporary directory: " + e.getMessage(), e);
    }
  }

  /** Removes the directories of processes that are gone; an id that is in use again is spared. */
  static void sweep(Path parent) {
    try (Stream<Path> found = Files.list(parent)) {
      found.filter(Directories::isLeftOver).forEach(Directories::quietlyRemove);
    } catch (IOException | UncheckedIOException e) {
      log.debug("{} cannot be swept: {}", parent, e.toString());
    }
  }

  private static boolean isLeftOver(Path directory) {
    Matcher name = NAME.matcher(directory.getFileName().toString());
    try {
      return name.matches()
          && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
          && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    } catch (NumberFormatException e) {
      return false; // No process has such an id.
    }
  }

  /** Another user's, or one that somebody else removes right now. */
  private static void quietlyRemove(Path directory) {
    try {
      remove(directory);
    } catch (BrokerException | UncheckedIOException e) {
      log.debug("{} stays: {}", directory, e.toString());
    }
  }

  /** Writes a file that only its owner may read, where the file system knows owners. */
  static void writePrivate(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.deleteIfExists(file);
      Files.createFile(file, OWNER_ONLY);
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new BrokerException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Removes a directory with all that is in it; nothing happens if it is not there.
   *
   * @throws BrokerException if that fails
   */
  public static void remove(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new BrokerException("cannot remove " + directory + ": " + e.getMessage(), e);
    }
  }
}
