/**
 * Pure values and arithmetic of the connection lifecycle: startup budget, attempt schedules, probe
 * plan, burst estimate, and the policy with its file format. No thread, no clock, no randomness of
 * its own: moments and random numbers are arguments. No I/O, but for reading the text of a policy
 * file and asking for the host's name. What acts on these values lives in {@code client}.
 */
@NullMarked
package io.breakwater.policy;

import org.jspecify.annotations.NullMarked;
