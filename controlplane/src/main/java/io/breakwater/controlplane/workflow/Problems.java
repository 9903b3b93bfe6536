package io.breakwater.controlplane.workflow;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with a definition, up to a number that somebody may still want to read.
 */
final class Problems {
  /** How many are kept. */
  static final int MOST = 50;

  private final List<Problem> found = new ArrayList<>();

  void add(String path, String message) {
    if (found.size() < MOST) {
      found.add(new Problem(path, message));
    }
  }

  List<Problem> all() {
    return found;
  }

  void throwIfAny() throws InvalidDefinitionException {
    if (!found.isEmpty()) {
      throw new InvalidDefinitionException(found);
    }
  }
}
