/**
 * The drills: what is broken when, for which arms, and what steady state is expected before and
 * after. How figures come from observations lives in {@code io.breakwater.lab.measure}.
 */
@NullMarked
package io.breakwater.lab.drill;

import org.jspecify.annotations.NullMarked;
