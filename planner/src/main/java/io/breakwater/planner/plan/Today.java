package io.breakwater.planner.plan;

import io.breakwater.policy.FleetArm;
import java.time.Duration;

/**
 * How the fleet comes back as it is.
 *
 * @param arm its schedule
 * @param connectTimeout of one attempt
 * @param source where that is from, for a person
 * @param assumed if nobody said so
 */
public record Today(FleetArm arm, Duration connectTimeout, String source, boolean assumed) {}
