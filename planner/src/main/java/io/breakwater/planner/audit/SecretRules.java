package io.breakwater.planner.audit;

import java.util.List;
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
                  + " the password. To change it in an incident, every service has to be deployed"
                  + " again.",
              SecretRules::inUrl));

  private static final Pattern USER_INFO =
      Pattern.compile("\\b(nats|tls|wss?|nats-route)://([^\\s/@\"']+)@([^\\s/,\"']*)");

  private SecretRules() {}

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
      for (Flat.Entry entry : Flat.of(document)) {
        find(entry.value(), subject, findings);
      }
    }
  }

  private static void find(Tree.Scalar value, Subject subject, Findings findings) {
    int line = 0;
    for (String text : value.text().split("\n", -1)) {
      Matcher url = USER_INFO.matcher(text);
      // What is filled in at run time is not here to be read; a key alone is a public one.
      if (url.find() && !url.group(2).matches(".*(\\$\\(|\\$\\{|\\$[A-Z]|<<|\\{\\{).*")) {
        Place start = value.textPlace();
        findings.add(
            subject,
            new Place(start.file(), start.line() + line),
            "%s://***@%s".formatted(url.group(1), url.group(3)),
            "nats.credentialsFile, nats.nkeyFile or nats.passwordFile from a mounted Secret");
      }
      line++;
    }
  }
}
