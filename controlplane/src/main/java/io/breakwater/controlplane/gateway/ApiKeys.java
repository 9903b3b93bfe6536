package io.breakwater.controlplane.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who calls. The file is read again when it has changed, so a key that was taken away is
 * refused within seconds, and a new one needs no restart. Thread-safe.
 */
final class ApiKeys {
  private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

  /** How often the file is looked at. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final ApiKeyFile file;
  private volatile List<ApiKey> keys;
  private @Nullable FileTime modified;
  private long lookedNanos = System.nanoTime();

  private ApiKeys(ApiKeyFile file, List<ApiKey> keys, FileTime modified) {
    this.file = file;
    this.keys = keys;
    this.modified = modified;
  }

  /**
   * Reads the keys.
   *
   * @throws IllegalArgumentException if the file cannot be read or has a wrong line; the message is
   *     one line
   */
  static ApiKeys load(ApiKeyFile file) {
    try {
      FileTime modified = Files.getLastModifiedTime(file.path());
      return new ApiKeys(file, file.read(), modified);
    } catch (IOException e) {
      throw new IllegalArgumentException("the file of API keys cannot be read: " + e, e);
    }
  }

  /** Returns who has the key; empty if nobody has. Looks at all keys, whichever it is. */
  Optional<Caller> caller(String key) {
    look();
    byte[] hash = ApiKey.hash(key);
    @Nullable Caller found = null;
    for (ApiKey candidate : keys) {
      if (candidate.matches(hash)) {
        found = candidate.caller();
      }
    }
    return Optional.ofNullable(found);
  }

  private synchronized void look() {
    long now = System.nanoTime();
    if (now - lookedNanos < LOOK.toNanos()) {
      return;
    }
    lookedNanos = now;
    try {
      FileTime current = Files.getLastModifiedTime(file.path());
      if (!current.equals(modified)) {
        modified = current;
        keys = file.read();
        log.info("gateway: {} API keys", keys.size());
      }
    } catch (IOException | IllegalArgumentException e) {
      // In the middle of its rotation, or broken: what was read before holds.
      log.warn("gateway: the file of API keys was not taken: {}", e.getMessage());
    }
  }
}
