/**
 * The service as most write it today: plain jnats, with its usual options. It is the baseline of
 * drills and depends on nothing of Breakwater's lifecycle.
 */
@NullMarked
package io.breakwater.lab.plain;

import org.jspecify.annotations.NullMarked;
