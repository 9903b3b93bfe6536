package io.breakwater.planner.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of an audit: finds them and reads their texts. */
final class Sources {
  /** Helm's output for a large platform is some MiB; a file beyond this is a dump or a mistake. */
  private static final int LARGEST_BYTES = 32 << 20;

  /** How many folders deep a folder is looked into. */
  static final int DEEPEST = 32;

  private Sources() {}

  /** Returns the files below a folder that may be of interest, in the order of their names. */
  static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder, DEEPEST)) {
      return paths
          .filter(path -> !isHidden(folder.relativize(path)))
          .filter(path -> path.getFileName().toString().matches("(?i).*\\.(ya?ml|conf)"))
          .filter(path -> !isInput(path))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().matches("\\.[^.].*|node_modules|target|build")) {
        return true;
      }
    }
    return false;
  }

  /** What Helm and kustomize make manifests from says nothing by itself. */
  private static boolean isInput(Path path) {
    return path.getFileName()
        .toString()
        .matches("(?i)(values.*|chart|chart\\.lock|kustomization)\\.ya?ml");
  }

  static boolean isConf(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".conf");
  }

  static boolean isSpring(Path file) {
    return file.getFileName().toString().matches("(?i)(application|bootstrap).*\\.ya?ml");
  }

  /**
   * Returns the text of a file.
   *
   * @throws UnreadableException if it is missing, too large or not a text
   */
  static String read(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return read(stream, file.toString());
    } catch (NoSuchFileException missing) {
      throw unreadable(file.toString(), "no such file");
    } catch (AccessDeniedException denied) {
      throw unreadable(file.toString(), "not readable: permission denied");
    } catch (IOException failed) {
      throw unreadable(file.toString(), "not readable: " + failed.getMessage());
    }
  }

  static String read(InputStream stream, String name) {
    try {
      byte[] bytes = stream.readNBytes(LARGEST_BYTES + 1);
      if (bytes.length > LARGEST_BYTES) {
        throw unreadable(name, "larger than 32 MiB");
      }
      // A fresh decoder refuses what is not UTF-8, where new String would replace it.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      throw unreadable(name, "not a text file in UTF-8");
    } catch (IOException failed) {
      throw unreadable(name, "not readable: " + failed.getMessage());
    }
  }

  /** Returns the text that an include of a configuration names, if it is beside it. */
  static Optional<ConfText> include(Path including, String name, int depth) {
    Path folder = including.toAbsolutePath().getParent();
    if (folder == null || !Files.isRegularFile(folder.resolve(name))) {
      return Optional.empty();
    }
    return Optional.of(conf(folder.resolve(name), depth));
  }

  static ConfText conf(Path file, int depth) {
    return new ConfText(
        read(file), new Place(file.toString(), 1), name -> include(file, name, depth + 1), depth);
  }

  private static UnreadableException unreadable(String name, String message) {
    return new UnreadableException(Place.whole(name), message);
  }
}
