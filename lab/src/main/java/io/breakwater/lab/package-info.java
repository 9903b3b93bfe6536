/**
 * Drills on real brokers under real services.
 *
 * <p>{@code cluster} disrupts a tier of servers under a fleet of connections, {@code hazards} does
 * what ends a jnats connection, {@code storm} takes the broker from a whole fleet, {@code drill}
 * from services, {@code services} breaks the whole control plane under work that {@code history}
 * checks, {@code delivery} looks for each message, {@code pods} runs services as a kubelet does,
 * {@code stack} starts everything at once, {@code measure} turns what was observed into figures,
 * {@code plain} is the service as most write it today, without Breakwater.
 */
@NullMarked
package io.breakwater.lab;

import org.jspecify.annotations.NullMarked;
