package io.breakwater.planner.plan;

import java.util.List;
import java.util.Optional;

/**
 * What to decide for a fleet, and what to expect.
 *
 * @param facts what it was made from
 * @param today what happens as things are
 * @param recommended what happens with what is recommended
 * @param hashed the same where the broker does not tell the replicas their ranks; empty where they
 *     have none anyway, or where slots are not what is recommended
 * @param tradeOff all that was tried
 * @param remedies what would mend today's settings, cheapest first; empty if nothing has to be
 * @param starts how each service is to start
 * @param buffers what is held meanwhile
 * @param warnings what else to know, a sentence each
 */
public record Plan(
    PlanFacts facts,
    Outlook today,
    Outlook recommended,
    Optional<Forecast> hashed,
    TradeOff tradeOff,
    List<Remedy> remedies,
    List<Start> starts,
    Buffers buffers,
    List<String> warnings) {

  /** Copies the lists. */
  public Plan {
    remedies = List.copyOf(remedies);
    starts = List.copyOf(starts);
    warnings = List.copyOf(warnings);
  }

  /**
   * Returns if the recommended policy brings the fleet back, and in time if a time was asked for.
   */
  public boolean holds() {
    return recommended.forecast().recovers()
        && facts
            .objective()
            .map(objective -> recommended.forecast().within(objective.toNanos() / 1e9))
            .orElse(true);
  }
}
