package io.breakwater.cli;

import io.breakwater.controlplane.gateway.ApiKeyFile;
import io.breakwater.controlplane.gateway.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What {@code breakwater up} keeps from one call to the next.
 *
 * @param folder all of it
 */
record UpFolder(Path folder) {
  /** Makes the folder, and a key for its owner, where there is none yet. */
  static UpFolder prepare(Path folder) throws IOException {
    UpFolder files = new UpFolder(folder.toAbsolutePath().normalize());
    Files.createDirectories(files.logs());
    if (!Files.exists(files.key()) || !Files.exists(files.keys())) {
      Files.deleteIfExists(files.keys());
      Files.deleteIfExists(files.key());
      String key = new ApiKeyFile(files.keys()).add(new Caller("up", "default"));
      if (Files.getFileStore(files.folder).supportsFileAttributeView("posix")) {
        Files.createFile(
            files.key(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(files.key(), key + System.lineSeparator());
    }
    return files;
  }

  Path jetStream() {
    return folder.resolve("jetstream");
  }

  Path logs() {
    return folder.resolve("logs");
  }

  /** The gateway's outbox, on disk. */
  Path outbox() {
    return folder.resolve("outbox");
  }

  /** The hashes of the keys, for the gateway. */
  Path keys() {
    return folder.resolve("api-keys");
  }

  /** The key itself, for its owner. */
  Path key() {
    return folder.resolve("api-key");
  }
}
