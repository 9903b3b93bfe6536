package io.breakwater.cli;

/** A word of a command line that is printed for a person to copy. */
final class ShellWord {
  private ShellWord() {}

  /** Returns the text, in quotes if a shell would take it apart. */
  static String of(String text) {
    return text.matches("[A-Za-z0-9._/:=@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
