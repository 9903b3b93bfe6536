package io.breakwater.planner.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Passwords where everybody reads them. */
final class SecretRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "credentials-in-url",
              Severity.WARNING,
              "credentials in a URL",
              "URLs are logged, above all when a connection fails; and who may read the manifest has"
                  + " the password. To change it in an incident, all that have it must be deployed"
                  + " again.",
              SecretRules::inUrl));

  private static final Pattern USER_INFO =
      Pattern.compile("\\b(nats|tls|wss?|nats-route)://([^\\s/@\"']+)@([^\\s/,\"']*)");

  private static final String CONF = ".conf";
  private static final String CLIENT =
      "nats.credentialsFile, nats.nkeyFile or nats.passwordFile from a mounted Secret";
  private static final String BROKER =
      "a part of the configuration from a mounted Secret, with include; between servers none is"
          + " needed where they prove themselves by TLS: cluster { tls { verify: true } }";

  private SecretRules() {}

  /** What one password gives away: where it stands first, and how often. */
  private record Leak(Place place, String address, boolean broker, int times) {
    Leak again() {
      return new Leak(place, address, broker, times + 1);
    }

    String text() {
      return times == 1 ? address : "%s, and %d more with the same".formatted(address, times - 1);
    }
  }

  private static void inUrl(Inventory inventory, Findings findings) {
    for (Tree document : inventory.documents()) {
      boolean kubernetes = document.at("apiVersion").exists();
      KubeObject object = new KubeObject(document);
      if (object.kind().equals("Secret")) {
        continue; // Where a URL with a password belongs.
      }
      Subject subject =
          kubernetes
              ? object.subject()
              : new Subject("settings", new Tree.Missing(document.place()));
      Map<String, Leak> leaks = new LinkedHashMap<>();
      for (Flat.Entry entry : Flat.of(document)) {
        find(entry, leaks);
      }
      leaks
          .values()
          .forEach(
              leak ->
                  findings.add(
                      subject, leak.place(), leak.text(), leak.broker() ? BROKER : CLIENT));
    }
  }

  private static void find(Flat.Entry entry, Map<String, Leak> leaks) {
    Place start = entry.value().textPlace();
    boolean broker = entry.path().endsWith(CONF) || start.file().endsWith(CONF);
    int line = 0;
    for (String text : entry.value().text().split("\n", -1)) {
      Matcher url = USER_INFO.matcher(text);
      while (url.find()) {
        // What is filled in at run time is not here to be read; a key alone is a public one.
        if (!url.group(2).matches(".*(\\$\\(|\\$\\{|\\$[A-Z]|<<|\\{\\{).*")) {
          String address = "%s://***@%s".formatted(url.group(1), url.group(3));
          leaks.merge(
              url.group(2),
              new Leak(new Place(start.file(), start.line() + line), address, broker, 1),
              (first, next) -> first.again());
        }
      }
      line++;
    }
  }
}
