package io.breakwater.planner.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The overlays of kustomize below a folder. What stands in one is a patch, a half of an object:
 * only what kustomize makes of it can be judged.
 */
record Overlays(List<Path> kustomizations) {
  private static final Pattern CHANGES_OTHERS =
      Pattern.compile("(?m)^(patches\\w*|bases|components)\\s*:|^\\s*-\\s+[\"']?\\.\\.(/|\\s|$)");

  static Overlays below(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder, Sources.DEEPEST)) {
      return new Overlays(
          paths
              .filter(path -> path.getFileName().toString().matches("kustomization\\.ya?ml"))
              .filter(path -> !Sources.isHidden(folder.relativize(path)))
              .filter(Files::isRegularFile)
              .filter(path -> CHANGES_OTHERS.matcher(Sources.read(path)).find())
              .sorted()
              .toList());
    }
  }

  /** Returns if a file is a part of one. */
  boolean hold(Path file) {
    return kustomizations.stream().anyMatch(one -> file.startsWith(one.resolveSibling("")));
  }

  /** Returns what to do about each. */
  List<Problem> problems() {
    return kustomizations.stream()
        .map(
            one ->
                new Problem(
                    Place.whole(one.toString()),
                    "an overlay, not manifests yet: build it first, for instance kustomize build %s"
                            .formatted(one.resolveSibling(""))
                        + " | breakwater audit -"))
        .toList();
  }
}
