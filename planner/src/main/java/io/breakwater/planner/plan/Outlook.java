package io.breakwater.planner.plan;

import io.breakwater.policy.BurstEstimate;

/**
 * What to expect of a setting: its burst as arithmetic has it for a broker that stays away, and its
 * recovery as the simulator has it.
 *
 * @param forecast the simulator's figures
 * @param burst the attempts of the fleet on average, and in the densest 100 ms and second
 * @param wave the sum of the largest wave over C against the connect timeout, for a person
 * @param collapses if that wave takes the broker longer than the clients wait
 */
public record Outlook(Forecast forecast, BurstEstimate burst, String wave, boolean collapses) {}
