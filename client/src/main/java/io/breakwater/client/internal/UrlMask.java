package io.breakwater.client.internal;

import java.util.regex.Pattern;

/** Hides the secrets of URLs. */
final class UrlMask {
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+@");

  private UrlMask() {}

  /** Returns the text with the user info of each URL in it replaced by three stars. */
  static String mask(String text) {
    return USER_INFO.matcher(text).replaceAll("***@");
  }
}
