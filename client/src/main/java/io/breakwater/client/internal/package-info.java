/**
 * How the bus does it; not API. Who decides when ({@code AttemptGate}), which server ({@code
 * ServerList}), what an attempt met ({@code GateDataPort}, {@code Attempt}, {@code
 * OutcomeClassifier}), how the bus is ({@code HealthTracker}) and that it stays alive ({@code
 * BusLifecycle}).
 */
@NullMarked
package io.breakwater.client.internal;

import org.jspecify.annotations.NullMarked;
