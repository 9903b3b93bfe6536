/**
 * Gives jobs to workers. One of several instances is active; it holds the open jobs in memory, and
 * each change of a job is a compare-and-set in the store before anybody hears of it. All state
 * belongs to one thread, the {@link io.breakwater.controlplane.scheduler.Loop} of a term; a term
 * that ends leaves nothing behind in memory, and the next one reads the markers of open work.
 */
@NullMarked
package io.breakwater.controlplane.scheduler;

import org.jspecify.annotations.NullMarked;
