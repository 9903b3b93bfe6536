package io.breakwater.client.internal.consume;

/** Which subjects a filter with wildcards covers, as the NATS protocol defines it. */
public final class SubjectFilter {
  private SubjectFilter() {}

  /** Returns if the subject has {@code *} or {@code >} as a token. */
  public static boolean hasWildcard(String subject) {
    for (String token : subject.split("\\.", -1)) {
      if (token.equals("*") || token.equals(">")) {
        return true;
      }
    }
    return false;
  }

  /** Returns if the filter covers a subject without wildcards. */
  public static boolean covers(String filter, String subject) {
    String[] wanted = filter.split("\\.", -1);
    String[] tokens = subject.split("\\.", -1);
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].equals(">")) {
        return tokens.length > i;
      }
      if (i >= tokens.length || !(wanted[i].equals("*") || wanted[i].equals(tokens[i]))) {
        return false;
      }
    }
    return wanted.length == tokens.length;
  }
}
