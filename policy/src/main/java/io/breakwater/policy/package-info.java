/**
 * Pure values and arithmetic of the connection lifecycle: no I/O, no thread, no clock, no
 * randomness of its own.
 */
@NullMarked
package io.breakwater.policy;

import org.jspecify.annotations.NullMarked;
