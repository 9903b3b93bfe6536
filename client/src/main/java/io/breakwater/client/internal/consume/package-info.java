/**
 * Consuming from JetStream; not API. Who sees that a connection stands ({@code Connections}), that
 * streams are there ({@code StreamKeeper}), that a consumer is ({@code ConsumerSetup}), what is
 * fetched ({@code Intake}, {@code Pulls}), handled ({@code Handling}) and answered ({@code
 * Settlements}, {@code DeadLetters}), and that all of it comes back ({@code PullConsumer}).
 *
 * <p>Publishing to JetStream does not live here.
 */
@NullMarked
package io.breakwater.client.internal.consume;

import org.jspecify.annotations.NullMarked;
