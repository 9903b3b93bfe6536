/**
 * What to decide for a fleet, and what to expect of it: from a few facts to a startup budget,
 * probes, a reconnect policy that was searched for with the simulator, and the runbook that goes
 * with them. It reads policies and measurements and returns texts; where they are written to, and
 * what a plan looks like on a terminal, lives in {@code cli}.
 */
@NullMarked
package io.breakwater.planner.plan;

import org.jspecify.annotations.NullMarked;
