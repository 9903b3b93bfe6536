package io.breakwater.lab.drill;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The service programs that drills run, by the names of their deployments. The lab does not know
 * them: it starts processes, as a kubelet would.
 *
 * @param mainClasses the main class of each, on the class path of this JVM; not empty
 */
public record ServicePrograms(Map<String, String> mainClasses) {

  /**
   * Copies the map, keeping its order.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ServicePrograms {
    mainClasses = Collections.unmodifiableMap(new LinkedHashMap<>(mainClasses));
    if (mainClasses.isEmpty()) {
      throw new IllegalArgumentException("expected at least one service program");
    }
  }

  /**
   * Returns the main class of a deployment.
   *
   * @throws IllegalArgumentException if there is no such deployment
   */
  String mainClass(String deployment) {
    String mainClass = mainClasses.get(deployment);
    if (mainClass == null) {
      throw new IllegalArgumentException("no deployment " + deployment);
    }
    return mainClass;
  }

  /** Returns the deployments, in the order given. */
  public List<String> deployments() {
    return List.copyOf(mainClasses.keySet());
  }
}
