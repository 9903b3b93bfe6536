package io.breakwater.client.internal.delivery;

import io.breakwater.client.InvalidSubjectException;
import org.jspecify.annotations.Nullable;

/** Refuses subjects that no message can have. */
final class SubjectCheck {
  /**
   * The subject that was found good last: services publish to the same few constants, and comparing
   * references costs nothing. A race loses the memory of one check, no more.
   */
  private @Nullable String lastGood;

  /**
   * Checks a subject.
   *
   * @param verb leads the exception: {@code publish to}
   * @throws InvalidSubjectException if it is empty, has wildcards, empty tokens or white space
   */
  @SuppressWarnings("ReferenceEquality") // as said above
  void check(String verb, @Nullable String subject) {
    if (subject == lastGood && subject != null) {
      return;
    }
    String problem = problem(subject);
    if (problem != null) {
      throw new InvalidSubjectException(verb + " " + shown(subject), problem);
    }
    lastGood = subject;
  }

  private static String shown(@Nullable String subject) {
    return subject == null ? "null" : '"' + subject.replaceAll("\\p{Cntrl}", "?") + '"';
  }

  private static @Nullable String problem(@Nullable String subject) {
    if (subject == null || subject.isEmpty()) {
      return "the subject is empty";
    }
    int token = 0;
    for (int i = 0; i <= subject.length(); i++) {
      char c = i < subject.length() ? subject.charAt(i) : '.';
      if (c <= ' ' || c == 127) {
        return "the subject has white space or control characters";
      }
      if (c == '.') {
        if (i == token) {
          return "the subject has an empty token";
        }
        if (i == token + 1 && (subject.charAt(token) == '*' || subject.charAt(token) == '>')) {
          return "the subject has a wildcard";
        }
        token = i + 1;
      }
    }
    return null;
  }
}
