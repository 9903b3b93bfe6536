package io.breakwater.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How wide a terminal is now, for what is drawn on it again and again: Java has no word for it, and
 * a resize may come at any time. So {@code stty} is asked, as the launcher asks it at the start, a
 * thousandth of a second of work each time. For one thread.
 */
final class TerminalWidth implements Supplier<OptionalInt> {
  private static final File TERMINAL = new File("/dev/tty");
  private static final long PATIENCE_MILLIS = 500;

  private final File terminal;
  private OptionalInt last;

  /**
   * Watches the terminal of this process.
   *
   * @param first what it is at the start; empty if there is no terminal
   */
  TerminalWidth(OptionalInt first) {
    this(first, TERMINAL);
  }

  TerminalWidth(OptionalInt first, File terminal) {
    last = first;
    this.terminal = terminal;
  }

  /** Returns the columns; those of before where nobody can tell, and empty without a terminal. */
  @Override
  public OptionalInt get() {
    if (last.isPresent()) {
      last = asked(last);
    }
    return last;
  }

  private OptionalInt asked(OptionalInt before) {
    Process stty = null;
    try {
      stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(terminal)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        return before;
      }
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return columns(size).isPresent() ? columns(size) : before;
    } catch (IOException e) {
      return before; // No stty here.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return before;
    } finally {
      if (stty != null) {
        stty.destroyForcibly();
      }
    }
  }

  /** Returns the second of two numbers, {@code 24 80}; empty if it is not a width to draw in. */
  static OptionalInt columns(String size) {
    String columns = size.strip().replaceFirst("^[0-9]+ ", "");
    return columns.matches("[1-9][0-9]{1,3}")
        ? OptionalInt.of(Integer.parseInt(columns))
        : OptionalInt.empty();
  }
}
