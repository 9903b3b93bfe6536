package io.breakwater.planner.plan;

import io.breakwater.policy.LifecyclePolicy;
import java.util.OptionalInt;

/**
 * A service of the fleet.
 *
 * @param name what its deployment and its container are called
 * @param replicas how many of the fleet's connections are its own; empty if nobody said
 * @param policy what its own policy says, or what the facts make of the defaults
 */
public record Deployment(String name, OptionalInt replicas, LifecyclePolicy policy) {}
