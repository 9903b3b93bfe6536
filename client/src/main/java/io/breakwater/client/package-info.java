/**
 * The bus over jnats: one connection whose every attempt goes through one gate, with its health,
 * probes and lifecycle events.
 *
 * <p>Here lives what an application uses. How it is done lives in {@code internal}, which is not
 * part of the API. Schedules, budgets and the policy file live in {@code io.breakwater.policy}.
 */
@NullMarked
package io.breakwater.client;

import org.jspecify.annotations.NullMarked;
