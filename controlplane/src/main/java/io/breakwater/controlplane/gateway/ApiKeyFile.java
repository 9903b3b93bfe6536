package io.breakwater.controlplane.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The file of API keys: a line for each, its id, its tenant and the SHA-256 of the key. Empty lines
 * and those that begin with {@code #} say nothing. A key is taken away by removing its line.
 */
public final class ApiKeyFile {
  private final Path path;

  /** Names the file; it need not exist. */
  public ApiKeyFile(Path path) {
    this.path = path;
  }

  /**
   * Makes a key and adds its hash to the file, which is made readable for its owner alone where it
   * does not exist.
   *
   * @param caller who will have it
   * @return the key itself, which is kept nowhere
   * @throws IllegalArgumentException if the id is taken, or a name is no name, or the file has a
   *     wrong line; the message is one line
   * @throws IOException if the file cannot be read or written
   */
  public String add(Caller caller) throws IOException {
    String key = ApiKey.generate(new SecureRandom());
    ApiKey kept = new ApiKey(caller, HexFormat.of().formatHex(ApiKey.hash(key)));
    if (Files.exists(path)) {
      if (read().stream().anyMatch(other -> other.caller().keyId().equals(caller.keyId()))) {
        throw new IllegalArgumentException(
            path + ": there is a key with the id " + caller.keyId() + " already");
      }
    } else {
      Files.createFile(path, forOwnerOnly());
    }
    Files.writeString(path, kept.line() + System.lineSeparator(), StandardOpenOption.APPEND);
    return key;
  }

  private static FileAttribute<?>[] forOwnerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Returns the keys.
   *
   * @throws IllegalArgumentException if a line is wrong; the message names file and line, and shows
   *     nothing of a key
   * @throws IOException if the file cannot be read
   */
  List<ApiKey> read() throws IOException {
    List<ApiKey> keys = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    int number = 0;
    for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.strip().split("\\s+", -1);
      if (words.length != 3) {
        throw wrong(number, "expected an id, a tenant and a hash");
      }
      try {
        keys.add(new ApiKey(new Caller(words[0], words[1]), words[2]));
      } catch (IllegalArgumentException e) {
        throw wrong(number, String.valueOf(e.getMessage()));
      }
      if (!ids.add(words[0])) {
        throw wrong(number, "the id " + words[0] + " is taken");
      }
    }
    return keys;
  }

  private IllegalArgumentException wrong(int line, String what) {
    return new IllegalArgumentException(path + ":" + line + ": " + what);
  }

  Path path() {
    return path;
  }
}
