package io.breakwater.planner.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What decides how a client comes back, by the many names that it has in configurations. */
enum Setting {
  /** Where the broker is. */
  SERVERS("(server|url|host|endpoint)s?"),
  /** How long one attempt may take. */
  CONNECT_TIMEOUT("connect(ion)?timeout|clienttimeout"),
  /** The wait between two attempts. */
  WAIT("reconnect(time)?wait|reconnectdelay"),
  /** Its random part. */
  JITTER("reconnectjitter|jitter"),
  /** Its random part over TLS. */
  JITTER_TLS("reconnectjittertls|jittertls"),
  /** The shape of a Breakwater schedule. */
  SHAPE("reconnectshape"),
  /** The attempts after which a server is given up. */
  MAX_ATTEMPTS("max(imum)?reconnect(s|attempts)?|reconnectmax(attempts)?"),
  /** What is held while there is no connection. */
  BUFFER("reconnectbuffersize|reconnectbufsize|buffercapacity");

  private static final String UNITS = "(seconds|secs|sec|millis|ms)?";

  private final Pattern names;

  Setting(String names) {
    this.names = Pattern.compile(".*nats.*?(" + names + ")" + UNITS);
  }

  /**
   * Returns what a property or variable sets: {@code nats.spring.reconnect-wait}, {@code
   * NATS_MAX_RECONNECTS}, {@code io.nats.client.reconnect.jitter}.
   */
  static Optional<Setting> of(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    Setting best = null;
    int longest = 0;
    for (Setting setting : values()) {
      var matcher = setting.names.matcher(plain);
      if (matcher.matches() && matcher.group(1).length() > longest) {
        best = setting;
        longest = matcher.group(1).length();
      }
    }
    return Optional.ofNullable(best);
  }
}
