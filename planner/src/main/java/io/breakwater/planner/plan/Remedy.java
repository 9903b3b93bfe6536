package io.breakwater.planner.plan;

/**
 * Something that mends a fleet that cannot come back, or not in time.
 *
 * @param name what it is
 * @param change what to change, with the numbers
 * @param boundSeconds N/C with it
 * @param forecast what the simulator says of today's settings with that one change
 */
public record Remedy(String name, String change, double boundSeconds, Forecast forecast) {}
