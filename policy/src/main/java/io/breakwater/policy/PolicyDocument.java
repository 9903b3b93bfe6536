package io.breakwater.policy;

import io.breakwater.policy.PolicyValues.Given;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One YAML text, taken apart into the texts of the policy keys with their line numbers. It knows
 * which keys exist and how they nest; what their values mean, {@link PolicyValues} knows.
 */
final class PolicyDocument {
  private static final LoadSettings SETTINGS = LoadSettings.builder().build();

  /**
   * A policy nests three deep; composing is recursive, so a bomb of brackets must not get there.
   */
  private static final int DEEPEST = 8;

  private static final Map<String, PolicyKey> KEYS =
      Arrays.stream(PolicyKey.values()).collect(Collectors.toMap(PolicyKey::path, key -> key));

  private static final Set<String> SECTIONS =
      KEYS.keySet().stream()
          .filter(path -> path.contains("."))
          .map(path -> path.substring(0, path.lastIndexOf('.')))
          .collect(Collectors.toUnmodifiableSet());

  private final String source;
  private final Mistakes mistakes;
  private final Map<PolicyKey, Given> given = new EnumMap<>(PolicyKey.class);

  private PolicyDocument(String source, Mistakes mistakes) {
    this.source = source;
    this.mistakes = mistakes;
  }

  /**
   * Returns what a text says, without the entries that are wrong.
   *
   * @param mistakes takes what is wrong with those
   * @throws PolicyException if the text is none of which anything could be read
   */
  static Map<PolicyKey, Given> parse(String yaml, String source, Mistakes mistakes) {
    PolicyDocument document = new PolicyDocument(source, mistakes);
    try {
      document.refuseWhatNoPolicyNeeds(yaml);
      Node root =
          new Compose(SETTINGS)
              .composeString(yaml)
              .orElseThrow(() -> new PolicyException(source + ": empty: not a policy file"));
      document.section("", root);
    } catch (MarkedYamlEngineException malformed) {
      throw document.error(malformed.getProblemMark(), "not YAML: " + problem(malformed));
    } catch (YamlEngineException unreadable) {
      throw new PolicyException(source + unreadable(yaml));
    }
    return document.given;
  }

  /** A brace as a key is not composed, and has no place: that is what is left of a template. */
  private static String unreadable(String yaml) {
    int template = yaml.indexOf("{{");
    return template < 0
        ? ": not a text file"
        : ":%d: a template ({{ }}), not YAML yet: render it first"
            .formatted(1 + yaml.substring(0, template).chars().filter(c -> c == '\n').count());
  }

  /** Returns what is wrong, without the excerpt that the full message has: it may hold a secret. */
  private static String problem(MarkedYamlEngineException malformed) {
    return PolicyValues.shown(malformed.getProblem());
  }

  private void refuseWhatNoPolicyNeeds(String yaml) {
    int depth = 0;
    int documents = 0;
    for (Event event : new Parse(SETTINGS).parseString(yaml)) {
      if (event instanceof AliasEvent
          || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
        throw error(event.getStartMark(), "anchors and aliases (& and *) are not taken here");
      }
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        throw error(event.getStartMark(), "expected one YAML document, found a second");
      }
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        throw error(event.getStartMark(), "nested too deep for a policy");
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  private void section(String path, Node node) {
    if (node instanceof ScalarNode scalar && isNothing(scalar) && !path.isEmpty()) {
      return; // A section that is written down with all its keys commented out.
    }
    if (!(node instanceof MappingNode mapping)) {
      throw error(
          node.getStartMark(), (path.isEmpty() ? "" : path + ": ") + "expected keys with values");
    }
    Set<String> seen = new LinkedHashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      try {
        entry(path, entry, seen);
      } catch (PolicyException wrong) {
        mistakes.add(wrong);
      }
    }
  }

  private void entry(String path, NodeTuple entry, Set<String> seen) {
    if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
      throw error(entry.getKeyNode().getStartMark(), "expected a key");
    }
    String key = path.isEmpty() ? keyNode.getValue() : path + "." + keyNode.getValue();
    if (!seen.add(key)) {
      throw error(keyNode.getStartMark(), PolicyValues.shown(key) + ": given twice");
    }
    Node value = entry.getValueNode();
    PolicyKey known = KEYS.get(key);
    if (known != null) {
      given.put(known, new Given(at(keyNode.getStartMark()) + ": " + key, items(known, value)));
    } else if (SECTIONS.contains(key)) {
      section(key, value);
    } else {
      throw error(
          keyNode.getStartMark(), PolicyValues.shown(key) + ": unknown key" + suggestion(key));
    }
  }

  private static String suggestion(String key) {
    String name = key.substring(key.lastIndexOf('.') + 1);
    // A known name in the wrong section is nearer than any other spelling.
    Optional<String> moved =
        KEYS.keySet().stream()
            .filter(path -> path.substring(path.lastIndexOf('.') + 1).equals(name))
            .sorted()
            .findFirst();
    if (moved.isPresent()) {
      return "; did you mean \"" + moved.get() + "\"?";
    }
    Set<String> names = new LinkedHashSet<>(new TreeSet<>(KEYS.keySet()));
    names.addAll(SECTIONS);
    return Suggestion.of(key, names);
  }

  private List<String> items(PolicyKey key, Node node) {
    if (node instanceof ScalarNode scalar) {
      return isNothing(scalar) ? List.of() : PolicyEnvironment.items(key, scalar.getValue());
    }
    if (key == PolicyKey.NATS_SERVERS && node instanceof SequenceNode sequence) {
      List<String> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        if (!(item instanceof ScalarNode scalar)) {
          throw error(item.getStartMark(), key.path() + ": expected a list of URLs");
        }
        items.add(scalar.getValue());
      }
      return items;
    }
    String found = node instanceof SequenceNode ? "a list" : "a section";
    throw error(node.getStartMark(), key.path() + ": expected a single value, got " + found);
  }

  private static boolean isNothing(ScalarNode scalar) {
    return scalar.getScalarStyle() == ScalarStyle.PLAIN && scalar.getValue().isEmpty();
  }

  private PolicyException error(Optional<Mark> mark, String what) {
    return new PolicyException(at(mark) + ": " + what);
  }

  private String at(Optional<Mark> mark) {
    return mark.map(found -> source + ":" + (found.getLine() + 1)).orElse(source);
  }
}
