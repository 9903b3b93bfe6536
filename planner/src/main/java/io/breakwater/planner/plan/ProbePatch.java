package io.breakwater.planner.plan;

/** The probes of a deployment, as {@code kubectl patch --patch-file} takes them. */
final class ProbePatch {
  private static final String CONTAINER_INDENT = "          ";

  private ProbePatch() {}

  /** Returns the file's text; the container has the name of the service. */
  static String of(Start start) {
    return """
        # Startup window: %s
        # Startup budget: %s
        # kubectl patch deployment %s --patch-file %s
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: %s
        spec:
          template:
            spec:
              containers:
                - name: %s
        """
            .formatted(
                start.probes().arithmetic(),
                start.budget().arithmetic(),
                start.name(),
                name(start),
                start.name(),
                start.name())
        + start.probes().toYaml().indent(CONTAINER_INDENT.length());
  }

  /** Returns the file's name. */
  static String name(Start start) {
    return start.name() + ".probes.yaml";
  }
}
