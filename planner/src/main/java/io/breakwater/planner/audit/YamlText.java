package io.breakwater.planner.audit;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The documents of one YAML text. They are cut apart before they are parsed, as kubectl does: a
 * broken one leaves the others readable.
 */
final class YamlText {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setCodePointLimit(Integer.MAX_VALUE)
          .setMaxAliasesForCollections(Integer.MAX_VALUE)
          .setAllowNonScalarKeys(true)
          .build();

  private static final String TEMPLATED = "a template ({{ }}), not YAML yet";

  /** Composing is recursive, so a bomb of brackets must not get there. */
  private static final int DEEPEST = 100;

  /**
   * One document.
   *
   * @param root its value
   * @param text what it was parsed from, behind as many empty lines as the file has before it
   */
  record Document(Tree root, String text) {}

  private final String file;
  private final int offset;
  private final List<String> lines;
  private final IdentityHashMap<Node, Tree> composed = new IdentityHashMap<>();

  private YamlText(String file, int offset, List<String> lines) {
    this.file = file;
    this.offset = offset;
    this.lines = lines;
  }

  /** Returns the documents that can be read, and adds what cannot to the problems. */
  static List<Document> documents(String text, String file, List<Problem> problems) {
    List<Document> documents = new ArrayList<>();
    List<String> lines = text.lines().toList();
    int start = 0;
    for (int end = 1; end <= lines.size(); end++) {
      if (end < lines.size() && !lines.get(end).matches("---(\\s.*)?")) {
        continue;
      }
      try {
        new YamlText(file, start, lines.subList(start, end)).document().ifPresent(documents::add);
      } catch (UnreadableException unreadable) {
        problems.add(unreadable.problem());
        if (unreadable.problem().message().startsWith(TEMPLATED)) {
          return documents; // The rest of a template is more of the same.
        }
      }
      start = end;
    }
    return documents;
  }

  private Optional<Document> document() {
    String text = String.join("\n", lines) + "\n";
    try {
      refuseTooDeep(text);
      for (Node root : new Compose(SETTINGS).composeAllFromString(text)) {
        Tree tree = tree(root, place(root.getStartMark()));
        return tree.exists()
            ? Optional.of(new Document(tree, "\n".repeat(offset) + text))
            : Optional.empty();
      }
      return Optional.empty();
    } catch (MarkedYamlEngineException malformed) {
      Place at = place(malformed.getProblemMark());
      throw new UnreadableException(
          at,
          isTemplated(at)
                  || malformed
                      .getContextMark()
                      .filter(it -> isTemplated(place(Optional.of(it))))
                      .isPresent()
              ? templated()
              : "not YAML: " + clean(malformed.getProblem()));
    } catch (YamlEngineException unreadable) {
      throw new UnreadableException(
          place(Optional.empty()), "not YAML: " + clean(String.valueOf(unreadable.getMessage())));
    }
  }

  private void refuseTooDeep(String text) {
    int depth = 0;
    for (Event event : new Parse(SETTINGS).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        throw new UnreadableException(place(event.getStartMark()), "nested too deep");
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  private Tree tree(Node node, Place place) {
    if (node instanceof ScalarNode scalar) {
      boolean block =
          scalar.getScalarStyle() == ScalarStyle.LITERAL
              || scalar.getScalarStyle() == ScalarStyle.FOLDED;
      Place start = place(scalar.getStartMark());
      boolean nothing =
          scalar.getScalarStyle() == ScalarStyle.PLAIN
              && scalar.getValue().matches("~|null|Null|NULL");
      return new Tree.Scalar(
          place,
          nothing ? "" : scalar.getValue(),
          block ? new Place(file, start.line() + 1) : start);
    }
    Tree known = composed.get(node);
    if (known != null) {
      return known;
    }
    composed.put(node, new Tree.Missing(place)); // An alias inside of its own anchor.
    Tree tree =
        node instanceof SequenceNode sequence
            ? new Tree.Sequence(
                place,
                sequence.getValue().stream()
                    .map(item -> tree(item, place(item.getStartMark())))
                    .toList())
            : mapping((MappingNode) node, place);
    composed.put(node, tree);
    return tree;
  }

  private Tree mapping(MappingNode node, Place place) {
    Map<String, Tree> entries = new LinkedHashMap<>();
    for (NodeTuple entry : node.getValue()) {
      Place at = place(entry.getKeyNode().getStartMark());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw new UnreadableException(
            at, isTemplated(at) ? templated() : "expected a key that is a text");
      }
      if (entries.put(key.getValue(), tree(entry.getValueNode(), at)) != null) {
        throw new UnreadableException(
            at,
            "\"%s\" stands twice in one mapping; is a line with --- missing before it?"
                .formatted(clean(key.getValue())));
      }
    }
    return new Tree.Mapping(place, entries);
  }

  /** Returns if there is an action of a template at a place, or on the line before it. */
  private boolean isTemplated(Place at) {
    int index = at.line() - 1 - offset;
    return lines.subList(Math.max(0, index - 1), Math.min(lines.size(), index + 1)).stream()
        .anyMatch(line -> line.contains("{{"));
  }

  private static String templated() {
    return TEMPLATED + ": render it first, for instance helm template . | breakwater audit -";
  }

  private static String clean(String problem) {
    return problem.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
  }

  private Place place(Optional<Mark> mark) {
    return new Place(file, offset + 1 + mark.map(Mark::getLine).orElse(0));
  }
}
