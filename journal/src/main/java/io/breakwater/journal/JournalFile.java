package io.breakwater.journal;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Reads and writes {@code journal.json}. */
public final class JournalFile {

  /** The file's name in the folder of a run. */
  public static final String NAME = "journal.json";

  private static final int MOST_NAMED = 10;

  private static final String EXPECTED =
      ", expected a JSON object with drill, status, start, end, environment and arms";

  private JournalFile() {}

  /** Returns the journal as pretty JSON, as it stands in the file. */
  public static String toJson(Journal journal) {
    return Json.PRETTY.writeValueAsString(journal) + "\n";
  }

  /**
   * Writes the journal so that a reader sees the old file or the new one, never half of one.
   * Missing folders are created.
   *
   * @throws JournalException if the file cannot be written
   */
  public static void write(Path file, Journal journal) {
    writeAtomically(file, toJson(journal));
  }

  /**
   * Reads a journal, or the one in the folder of a run. Fields that this version does not know are
   * ignored.
   *
   * @throws JournalException if the file is missing, unreadable, cut off or not a journal
   */
  public static Journal read(Path fileOrFolder) {
    Path file = Files.isDirectory(fileOrFolder) ? fileOrFolder.resolve(NAME) : fileOrFolder;
    try {
      Journal journal = Json.MAPPER.readValue(Files.readString(file), Journal.class);
      if (journal == null) {
        throw new JournalException(file + ": not a journal: null" + EXPECTED);
      }
      return journal;
    } catch (NoSuchFileException e) {
      throw new JournalException(file + ": no such file, expected a journal" + beside(file), e);
    } catch (IOException e) {
      throw new JournalException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (UnexpectedEndOfInputException e) {
      throw new JournalException(file + ": not a journal: " + Json.reason(e), e);
    } catch (StreamReadException e) {
      throw new JournalException(file + ": not a journal: it is not JSON" + EXPECTED, e);
    } catch (JacksonException e) {
      throw new JournalException(file + ": not a journal: " + Json.reason(e) + EXPECTED, e);
    }
  }

  /** The folder of a tour has one folder for each of its drills. */
  private static String beside(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return "";
    }
    try (Stream<Path> children = Files.list(folder)) {
      String runs =
          children
              .filter(child -> Files.exists(child.resolve(NAME)))
              .map(child -> String.valueOf(child.getFileName()))
              .sorted()
              .limit(MOST_NAMED)
              .collect(Collectors.joining(", "));
      return runs.isEmpty() ? "" : "; there is one in each of: " + runs;
    } catch (IOException e) {
      return "";
    }
  }

  /** Writes text to a temporary file beside the target and moves it there. */
  static void writeAtomically(Path file, String text) {
    Path target = file.toAbsolutePath();
    try {
      Path folder = target.getParent();
      if (folder == null) {
        throw new JournalException(file + ": expected the name of a file");
      }
      Files.createDirectories(folder);
      // Not createTempFile, which lets nobody else read: a journal is made to be passed on.
      Path temporary =
          folder.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
      try {
        Files.writeString(temporary, text);
        move(temporary, target);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new JournalException(
          file + ": cannot be written: " + e.getClass().getSimpleName() + " " + e.getMessage(), e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
