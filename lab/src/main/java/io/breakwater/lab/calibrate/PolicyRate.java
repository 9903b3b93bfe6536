package io.breakwater.lab.calibrate;

import io.breakwater.policy.LifecyclePolicy;
import io.breakwater.policy.PolicyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Writes C into a policy file and leaves everything else in it as it is, comments included. */
public final class PolicyRate {
  private static final String SECTION = "fleet";
  private static final String KEY = "connectRate";

  private PolicyRate() {}

  /**
   * Sets {@code fleet.connectRate} in a policy file.
   *
   * @param connectRate C, in connections per second, positive
   * @throws PolicyException if the file is no policy; it is then left as it was
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path file, double connectRate) {
    var unused = LifecyclePolicy.load(file, Map.of());
    try {
      Files.writeString(file, set(Files.readString(file), file.toString(), connectRate));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the text of a policy with that C in it.
   *
   * @param sourceName leads every error
   */
  static String set(String yaml, String sourceName, double connectRate) {
    String rate = text(connectRate);
    String changed = edit(yaml, sourceName, rate);
    LifecyclePolicy policy = LifecyclePolicy.parse(changed, sourceName, Map.of());
    if (policy.fleet().connectRate().orElse(0) != Double.parseDouble(rate)) {
      throw new PolicyException(sourceName + ": expected a section fleet with a key on each line");
    }
    return changed;
  }

  /** Returns a number that a person would write: a calibration is not exact to more digits. */
  private static String text(double rate) {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("connect rate must be positive: " + rate);
    }
    return String.format(Locale.ROOT, rate >= 100 ? "%.0f" : rate >= 1 ? "%.1f" : "%.3f", rate);
  }

  private static String edit(String yaml, String sourceName, String rate) {
    Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(yaml);
    if (!(root.orElse(null) instanceof MappingNode policy)
        || policy.getFlowStyle() == FlowStyle.FLOW) {
      throw new PolicyException(sourceName + ": expected a policy with a section on each line");
    }
    NodeTuple fleet = entry(policy, SECTION);
    if (fleet == null) {
      String end = yaml.endsWith("\n") || yaml.isEmpty() ? "" : "\n";
      return yaml + end + SECTION + ": { " + KEY + ": " + rate + " }\n";
    }
    if (!(fleet.getValueNode() instanceof MappingNode section)) {
      // Written down with all its keys commented out.
      int end = yaml.indexOf(':', offset(yaml, fleet.getKeyNode().getEndMark())) + 1;
      return insert(yaml, end, "\n  " + KEY + ": " + rate);
    }
    NodeTuple key = entry(section, KEY);
    if (key != null) {
      int start = offset(yaml, key.getValueNode().getStartMark());
      int end = offset(yaml, key.getValueNode().getEndMark());
      String space = start > 0 && yaml.charAt(start - 1) == ':' ? " " : "";
      return yaml.substring(0, start) + space + rate + yaml.substring(end);
    }
    int start = offset(yaml, section.getStartMark());
    if (section.getFlowStyle() == FlowStyle.FLOW) {
      String rest = section.getValue().isEmpty() ? " " : ",";
      return insert(yaml, start + 1, " " + KEY + ": " + rate + rest);
    }
    int line = yaml.lastIndexOf('\n', start) + 1;
    return insert(yaml, line, " ".repeat(start - line) + KEY + ": " + rate + "\n");
  }

  private static @Nullable NodeTuple entry(MappingNode node, String key) {
    return node.getValue().stream()
        .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode it && it.getValue().equals(key))
        .findFirst()
        .orElse(null);
  }

  private static String insert(String text, int at, String what) {
    return text.substring(0, at) + what + text.substring(at);
  }

  /** A mark counts code points. */
  private static int offset(String text, Optional<Mark> mark) {
    return text.offsetByCodePoints(0, mark.map(Mark::getIndex).orElse(0));
  }
}
