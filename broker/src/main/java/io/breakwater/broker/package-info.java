/**
 * Real nats-server processes and clusters to run and to break: configuration, credentials,
 * monitoring, and the fakes that misbehave on purpose. For tests and drills; it depends on nothing
 * of ours, knows nothing of policies, and decides nothing about when something is broken.
 */
@NullMarked
package io.breakwater.broker;

import org.jspecify.annotations.NullMarked;
