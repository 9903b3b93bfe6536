/**
 * A fleet and a broker tier as discrete events, under the very schedules of {@code policy}: what
 * would a storm do, to 150 replicas or to a million, without one. The models ({@link
 * io.breakwater.simulator.BrokerModel}, {@link io.breakwater.simulator.TierModel}, {@link
 * io.breakwater.simulator.FleetModel}, {@link io.breakwater.simulator.Scenario}) are values; {@link
 * io.breakwater.simulator.Simulation} runs them; {@link io.breakwater.simulator.SimulatedStorm}
 * writes the journal. No schedule and no rule of overload lives here: those are in {@code policy}.
 */
@NullMarked
package io.breakwater.simulator;

import org.jspecify.annotations.NullMarked;
