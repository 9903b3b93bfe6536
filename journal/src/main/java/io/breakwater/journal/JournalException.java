package io.breakwater.journal;

/** A journal that cannot be read, written or compared. The message is one line for a person. */
public final class JournalException extends RuntimeException {

  /** Creates one with a line that says what, where and what was expected. */
  public JournalException(String message) {
    super(message);
  }

  /** Creates one with a line that says what, where and what was expected, and its cause. */
  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
