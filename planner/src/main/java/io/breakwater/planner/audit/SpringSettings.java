package io.breakwater.planner.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of a Spring Boot application: one document of its {@code application.yaml}.
 *
 * @param tree what it says
 * @param subject whose it is
 */
record SpringSettings(Tree tree, Subject subject) {

  Stream<Flat.Entry> entries() {
    return Flat.of(tree).stream();
  }

  /** Returns a value by its name with dots, however the file nests and spells it. */
  Optional<Tree> value(String name) {
    String wanted = plain(name);
    return entries()
        .filter(entry -> plain(entry.path()).equals(wanted))
        .<Tree>map(Flat.Entry::value)
        .findFirst();
  }

  /**
   * Returns the indicators of a health group, joined with commas; the last of a list has its place.
   */
  Optional<Tree> healthGroup(String group) {
    String wanted = plain("management.endpoint.health.group." + group + ".include");
    return entries()
        .filter(entry -> plain(entry.path()).equals(wanted))
        .<Tree>map(Flat.Entry::value)
        .reduce(
            (one, other) ->
                new Tree.Scalar(one.place(), one.text() + "," + other.text(), one.place()));
  }

  /** Spring compares names without dashes and case. */
  static String plain(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }
}
