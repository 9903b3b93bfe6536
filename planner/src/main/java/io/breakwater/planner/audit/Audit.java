package io.breakwater.planner.audit;

import io.breakwater.planner.facts.Figure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One audit: first give it everything there is, since a disruption budget may stand in another file
 * than its deployment, then ask for the report. Used by one thread, once.
 */
public final class Audit {
  /** What the standard input is called. */
  public static final String STDIN = "-";

  private final List<Problem> problems = new ArrayList<>();
  private final Inventory inventory;
  private final InventoryReader reader;
  private final Suppressions suppressions;
  private int files;

  /** Begins an audit. */
  public Audit(AuditOptions options) {
    this.inventory = new Inventory(options);
    this.reader = new InventoryReader(inventory, problems);
    this.suppressions = new Suppressions(options.ignored());
  }

  /** Adds a file, or all YAML files and nats-server configurations below a folder. */
  public void add(Path path) {
    if (!Files.isDirectory(path)) {
      file(path, true);
      return;
    }
    try {
      Overlays overlays = Overlays.below(path);
      problems.addAll(overlays.problems());
      List<Path> found = Sources.below(path);
      if (found.isEmpty()) {
        problems.add(new Problem(Place.whole(path.toString()), "no YAML file in this folder"));
      }
      found.stream().filter(one -> !overlays.hold(one)).forEach(one -> file(one, false));
    } catch (UnreadableException unreadable) {
      problems.add(unreadable.problem());
    } catch (IOException | UncheckedIOException failed) {
      problems.add(
          new Problem(Place.whole(path.toString()), "not readable: " + failed.getMessage()));
    }
  }

  /** Adds what is read from a stream as YAML. Nothing at all is a problem: what made it failed. */
  public void add(InputStream stream) {
    try {
      String text = Sources.read(stream, STDIN);
      files++;
      if (text.isBlank()) {
        problems.add(new Problem(Place.whole(STDIN), "empty, expected manifests"));
        return;
      }
      yaml(text, STDIN, false);
    } catch (UnreadableException unreadable) {
      problems.add(unreadable.problem());
    }
  }

  private void file(Path file, boolean named) {
    try {
      String text = Sources.read(file);
      files++;
      if (Sources.isConf(file)) {
        conf(file, text, named || file.getFileName().toString().contains("nats"));
      } else {
        yaml(text, file.toString(), Sources.isSpring(file));
      }
    } catch (UnreadableException unreadable) {
      problems.add(unreadable.problem());
    }
  }

  private void yaml(String text, String name, boolean spring) {
    suppressions.comments(text, name);
    reader.yaml(text, name, spring);
  }

  /** In a folder there are other programs' .conf files, which are none of ours. */
  private void conf(Path file, String text, boolean certain) {
    try {
      Tree.Mapping root = Sources.conf(file, 0).parse();
      if (certain || new BrokerConf(root, new Subject("", root)).looksReal()) {
        suppressions.comments(text, file.toString());
        reader.conf(root, file.toString());
      }
    } catch (UnreadableException unreadable) {
      if (certain) {
        throw unreadable;
      }
    }
  }

  /** Returns what all rules found. */
  public AuditReport report() {
    reader.finish();
    suppressions.annotations(inventory);
    List<Finding> findings = new ArrayList<>(suppressions.complaints());
    for (Rule rule : Rules.all()) {
      Findings found = new Findings(rule);
      try {
        rule.check().run(inventory, found);
      } catch (UnreadableException unreadable) {
        problems.add(unreadable.problem());
      }
      found.found().forEach(one -> findings.add(suppressions.apply(one)));
    }
    findings.sort(
        Comparator.comparing(Finding::place)
            .thenComparing(Comparator.comparing(Finding::severity).reversed())
            .thenComparing(Finding::rule));
    return new AuditReport(
        files,
        inventory.objectCount(),
        inventory.connections().size(),
        inventory.brokerConfs().size(),
        reader.ignored(),
        figures(),
        unknown(),
        findings.stream().distinct().toList(),
        problems.stream().distinct().toList());
  }

  private List<AuditReport.NamedFigure> figures() {
    List<AuditReport.NamedFigure> figures = new ArrayList<>();
    inventory.figures().connections().ifPresent(one -> figures.add(named("connections", one)));
    inventory.figures().connectRate().ifPresent(one -> figures.add(named("connectRate", one)));
    return figures;
  }

  private static AuditReport.NamedFigure named(String name, Figure figure) {
    return new AuditReport.NamedFigure(name, figure.value(), figure.source(), figure.assumed());
  }

  private List<String> unknown() {
    List<String> unknown = new ArrayList<>();
    Optional<Figure> n = inventory.figures().connections();
    Optional<Figure> c = inventory.figures().connectRate();
    if (n.isEmpty()) {
      unknown.add("N, the connections of the fleet, is unknown: waves were not checked");
    }
    if (n.isPresent() && c.isEmpty()) {
      unknown.add("C, the broker's connections per second, is unknown: waves were not checked");
    }
    return unknown;
  }
}
