package io.breakwater.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a run came to. It has no result of its own: the jobs of its steps have, and those of the
 * steps on which no other depends are what it was for.
 */
final class RunResults {
  /** A run may end in thousands of steps. */
  private static final int MOST = 5;

  private RunResults() {}

  /** Returns the results, a line each; none while the gateway cannot tell. */
  static List<String> of(GatewayClient client, JsonNode run) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    try {
      for (JsonNode step : lastSteps(client, run)) {
        String name = step.path("name").asString("");
        JsonNode known = run.path("steps").path(name);
        if (lines.size() < MOST
            && step.has("topic")
            && known.path("state").asString("").equals("SUCCEEDED")) {
          lines.add(line(client, run.path("id").asString("") + "." + name, step, known));
        }
      }
    } catch (GatewayException e) {
      return List.of();
    }
    return lines;
  }

  private static String line(GatewayClient client, String job, JsonNode step, JsonNode known)
      throws InterruptedException {
    String name = step.path("name").asString("");
    int items = known.path("items").asInt(1);
    return step.has("forEach")
        ? "%nresults of %s, of each of its %d jobs: breakwater get %s.0 and so on"
            .formatted(name, items, job)
        : "%nresult of %s: %s"
            .formatted(
                name, client.get("/jobs/" + GatewayClient.encoded(job)).body().path("result"));
  }

  private static List<JsonNode> lastSteps(GatewayClient client, JsonNode run)
      throws InterruptedException {
    JsonNode steps =
        client
            .get(
                "/workflows/%s?version=%d"
                    .formatted(
                        GatewayClient.encoded(run.path("workflow").asString("")),
                        run.path("definitionVersion").asInt(1)))
            .body()
            .path("definition")
            .path("steps");
    Set<String> needed = new HashSet<>();
    steps.forEach(step -> step.path("dependsOn").forEach(name -> needed.add(name.asString(""))));
    List<JsonNode> last = new ArrayList<>();
    steps.forEach(
        step -> {
          if (!needed.contains(step.path("name").asString(""))) {
            last.add(step);
          }
        });
    return last;
  }
}
