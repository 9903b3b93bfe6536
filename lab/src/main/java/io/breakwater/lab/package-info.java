/**
 * Drills on real brokers under real services.
 *
 * <p>{@code drill} breaks things and says what came of it, {@code pods} runs services as a kubelet
 * does, {@code measure} turns what was observed into figures, {@code plain} is the service as most
 * write it today, without Breakwater.
 */
@NullMarked
package io.breakwater.lab;

import org.jspecify.annotations.NullMarked;
