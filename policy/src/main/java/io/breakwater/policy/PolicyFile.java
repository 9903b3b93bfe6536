package io.breakwater.policy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the text of a policy file; the only place of this package that touches a file. */
final class PolicyFile {
  /** A policy has some forty lines; whatever is larger is another file. */
  private static final int LARGEST_BYTES = 1 << 20;

  private PolicyFile() {}

  /** Reads the file that a variable names; an error begins with the variable. */
  static String readNamedBy(String variable, String file) {
    try {
      return read(Path.of(file));
    } catch (InvalidPathException | PolicyException wrong) {
      throw new PolicyException(variable + ": " + wrong.getMessage());
    }
  }

  static String read(Path file) {
    try (var stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(LARGEST_BYTES + 1);
      if (bytes.length > LARGEST_BYTES) {
        throw new PolicyException(file + ": larger than 1MiB: not a policy file");
      }
      // A fresh decoder refuses what is not UTF-8, where new String would replace it.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      throw new PolicyException(file + ": not a text file in UTF-8");
    } catch (NoSuchFileException missing) {
      throw new PolicyException(file + ": no such file");
    } catch (AccessDeniedException denied) {
      throw new PolicyException(file + ": not readable: permission denied");
    } catch (IOException failed) {
      String why = Files.isDirectory(file) ? "is a directory" : String.valueOf(failed.getMessage());
      throw new PolicyException(file + ": not readable: " + PolicyValues.shown(why));
    }
  }
}
