/**
 * Drills on real brokers under real services.
 *
 * <p>{@code cluster} disrupts a tier of servers under a fleet of connections, {@code hazards} does
 * what ends a jnats connection, {@code storm} takes the broker from a whole fleet, {@code drill}
 * from services, {@code pods} runs services as a kubelet does, {@code measure} turns what was
 * observed into figures, {@code plain} is the service as most write it today, without Breakwater,
 * {@code history} is what clients and workers saw of the control plane, and whether it is right.
 */
@NullMarked
package io.breakwater.lab;

import org.jspecify.annotations.NullMarked;
