package io.breakwater.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hazard, and what became of each arm that it was done to.
 *
 * @param number the hazard's
 * @param done what was done
 * @param ends what became of the arms, in their order
 */
public record HazardRow(int number, String done, List<End> ends) {

  /**
   * What became of an arm.
   *
   * @param arm its name
   * @param survived if it did what it was made for
   * @param seen what was seen, in one line
   */
  public record End(String arm, boolean survived, String seen) {}

  /** Copies the list. */
  public HazardRow {
    ends = List.copyOf(ends);
  }

  /** Returns the rows of a journal; none if its drill is about something else. */
  public static List<HazardRow> of(Journal journal) {
    List<HazardRow> rows = new ArrayList<>();
    if (journal.parameters().get(Journal.HAZARDS) instanceof List<?> hazards) {
      for (Object hazard : hazards) {
        if (hazard instanceof Map<?, ?> map && map.get("number") instanceof Number number) {
          rows.add(new HazardRow(number.intValue(), String.valueOf(map.get("done")), ends(map)));
        }
      }
    }
    return List.copyOf(rows);
  }

  private static List<End> ends(Map<?, ?> hazard) {
    List<End> ends = new ArrayList<>();
    if (hazard.get("arms") instanceof Map<?, ?> arms) {
      arms.forEach(
          (arm, end) -> {
            if (end instanceof Map<?, ?> map) {
              ends.add(
                  new End(
                      String.valueOf(arm),
                      Boolean.TRUE.equals(map.get("survived")),
                      String.valueOf(map.get("seen"))));
            }
          });
    }
    return ends;
  }

  /** Returns it as a value for {@link Journal#HAZARDS}. */
  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> arms = new LinkedHashMap<>();
    ends.forEach(
        end -> arms.put(end.arm(), Map.of("survived", end.survived(), "seen", end.seen())));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", number);
    json.put("done", done);
    json.put("arms", arms);
    return json;
  }
}
