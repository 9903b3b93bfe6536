package io.breakwater.journal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One policy under test.
 *
 * @param name what it is called in tables and charts; any text
 * @param policy the policy as a free JSON object
 * @param steadyState what was expected before and after the fault, and whether it held
 * @param result what was measured; null if the arm did not get that far
 * @param timeline how it went over time; null if that was not recorded
 * @param pods the pods at the end of the arm; empty if the drill runs none
 * @param notes sentences that a reader of the figures must know
 */
public record Arm(
    String name,
    Map<String, @Nullable Object> policy,
    SteadyState steadyState,
    @Nullable Result result,
    @Nullable Timeline timeline,
    List<PodRow> pods,
    List<String> notes) {

  /**
   * Copies the collections; what is absent in a file is empty.
   *
   * @throws NullPointerException if name is null
   */
  public Arm {
    Objects.requireNonNull(name, "name");
    policy = JsonMap.copy(policy);
    steadyState = steadyState == null ? SteadyState.UNCHECKED : steadyState;
    pods = pods == null ? List.of() : List.copyOf(pods);
    notes = notes == null ? List.of() : List.copyOf(notes);
  }

  /** Returns an arm without pods and notes. */
  public static Arm of(
      String name,
      Map<String, @Nullable Object> policy,
      SteadyState steadyState,
      @Nullable Result result,
      @Nullable Timeline timeline) {
    return new Arm(name, policy, steadyState, result, timeline, List.of(), List.of());
  }
}
