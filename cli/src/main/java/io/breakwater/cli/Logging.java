package io.breakwater.cli;

/**
 * The log of this process: slf4j-simple on stderr. To be called before the first logger is made; a
 * property that the user has set wins.
 */
final class Logging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logging() {}

  /** Warnings only: the command itself says how it is going. */
  static void quiet() {
    set("defaultLogLevel", "warn");
  }

  /** Errors only: where a whole fleet is in this process, each of its outages is what is wanted. */
  static void silent() {
    set("defaultLogLevel", "error");
  }

  /** Nothing: where a client is made to fail, its complaint is what is wanted. */
  static void off() {
    set("defaultLogLevel", "off");
  }

  /** All that happens to the connection, with the time. */
  static void lifecycle() {
    set("defaultLogLevel", "info");
    set("showDateTime", "true");
    set("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    set("showThreadName", "false");
  }

  private static void set(String key, String value) {
    if (System.getProperty(PREFIX + key) == null) {
      System.setProperty(PREFIX + key, value);
    }
  }
}
