package io.breakwater.planner.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All texts below a value, each with its path of keys joined by dots. */
final class Flat {
  /** Aliases can make a small file mean a huge tree: no real file has so many settings. */
  private static final int MOST_ENTRIES = 1_000_000;

  private static final int DEEPEST = 100;

  /**
   * One text.
   *
   * @param path the keys, joined by dots; items of a list share the path of the list
   * @param value the text and its place
   */
  record Entry(String path, Tree.Scalar value) {}

  private final List<Entry> entries = new ArrayList<>();
  private int visited;

  private Flat() {}

  /**
   * Returns all texts below a value.
   *
   * @throws UnreadableException if there are absurdly many
   */
  static List<Entry> of(Tree tree) {
    Flat flat = new Flat();
    flat.add("", tree, 0);
    return flat.entries;
  }

  private void add(String path, Tree tree, int depth) {
    if (++visited > MOST_ENTRIES || depth > DEEPEST) {
      throw new UnreadableException(
          tree.place(), "its aliases (*) expand to more than any real file holds");
    }
    if (tree instanceof Tree.Scalar scalar) {
      entries.add(new Entry(path, scalar));
    }
    for (Tree item : tree.items()) {
      add(path, item, depth + 1);
    }
    for (Map.Entry<String, Tree> entry : tree.entries().entrySet()) {
      String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      add(key, entry.getValue(), depth + 1);
    }
  }
}
