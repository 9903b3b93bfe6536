package io.breakwater.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table that a test leaves in {@code target}, for the manual. */
final class MarkdownTable {
  private final StringBuilder text = new StringBuilder();

  MarkdownTable(String... heads) {
    row((Object[]) heads);
    row((Object[]) Arrays.stream(heads).map(head -> "---").toArray(String[]::new));
  }

  void row(@Nullable Object... cells) {
    text.append(
        Arrays.stream(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  void write(String name) throws IOException {
    write(name, "");
  }

  /** Writes it with what is to be said below. */
  void write(String name, String below) throws IOException {
    Files.writeString(Path.of("target", name), text + below);
  }
}
