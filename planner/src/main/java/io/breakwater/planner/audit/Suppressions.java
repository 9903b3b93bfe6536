package io.breakwater.planner.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Findings that somebody has decided to live with. Three ways, each with a reason: the annotation
 * {@value #ANNOTATION} of an object ({@code rule: reason}, one a line, since what renders manifests
 * drops comments); a comment {@code # breakwater:ignore rule reason} in the line of the finding or
 * the one before; an option of the call.
 */
final class Suppressions {
  static final String ANNOTATION = "breakwater.io/audit-ignore";

  private static final Pattern COMMENT =
      Pattern.compile("(?:#|//)\\s*breakwater:ignore\\b[ \\t]*([\\w-]*)[ \\t]*(.*)");
  private static final Pattern ENTRY = Pattern.compile("\\s*([\\w-]*)\\s*:?\\s*(.*?)\\s*");

  private final Map<String, String> options;
  private final Map<Place, Map<String, String>> comments = new HashMap<>();
  private final Findings complaints = new Findings(Rules.SUPPRESSION);

  Suppressions(Map<String, String> options) {
    this.options = options;
  }

  /** Takes the comments of a text. */
  void comments(String text, String file) {
    int line = 0;
    for (String one : text.lines().toList()) {
      line++;
      Matcher comment = one.contains("breakwater:ignore") ? COMMENT.matcher(one) : null;
      if (comment != null && comment.find()) {
        Place place = new Place(file, line);
        Subject subject = new Subject("comment", new Tree.Missing(place));
        if (isSound(comment.group(1), comment.group(2), place, subject)) {
          comments
              .computeIfAbsent(place, at -> new HashMap<>())
              .put(comment.group(1), comment.group(2).strip());
        }
      }
    }
  }

  /** Complains of annotations that say too little. */
  void annotations(Inventory inventory) {
    inventory.objects().forEach(object -> entries(object.subject(), true));
  }

  /** Returns what is wrong with the suppressions themselves. */
  List<Finding> complaints() {
    return complaints.found().stream().map(Findings.Found::finding).toList();
  }

  /** Returns the finding, with the reason if it is suppressed. */
  Finding apply(Findings.Found found) {
    Finding finding = found.finding();
    String rule = finding.rule();
    return Optional.ofNullable(options.get(rule))
        .or(() -> Optional.ofNullable(entries(found.subject(), false).get(rule)))
        .or(() -> comment(finding.place(), rule))
        .or(() -> comment(new Place(finding.file(), finding.line() - 1), rule))
        .map(finding::suppressedFor)
        .orElse(finding);
  }

  private Optional<String> comment(Place place, String rule) {
    return Optional.ofNullable(comments.getOrDefault(place, Map.of()).get(rule));
  }

  private Map<String, String> entries(Subject subject, boolean complain) {
    Map<String, String> reasons = new HashMap<>();
    Tree annotation = subject.annotations().at(ANNOTATION);
    if (!annotation.exists()) {
      return reasons;
    }
    List<String> entries = new ArrayList<>(List.of(annotation.text().split("[;\n]")));
    entries.removeIf(String::isBlank);
    for (String entry : entries) {
      Matcher parts = ENTRY.matcher(entry);
      if (!parts.matches()) {
        continue;
      }
      boolean sound =
          complain
              ? isSound(parts.group(1), parts.group(2), annotation.place(), subject)
              : !parts.group(2).isEmpty();
      if (sound) {
        reasons.put(parts.group(1), parts.group(2));
      }
    }
    return reasons;
  }

  private boolean isSound(String rule, String reason, Place place, Subject subject) {
    if (Rules.find(rule).isEmpty()) {
      complaints.add(
          subject, place, "no rule is called \"" + rule + '"', "the id of a rule, then the reason");
      return false;
    }
    if (reason.isBlank()) {
      complaints.add(subject, place, rule + " is ignored without a reason", rule + ": <reason>");
      return false;
    }
    return true;
  }
}
