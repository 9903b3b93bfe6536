/**
 * The figures that the planner works with, each with where it is from, and how they are written.
 * What is concluded from them lives in {@code audit} and {@code plan}.
 */
@NullMarked
package io.breakwater.planner.facts;

import org.jspecify.annotations.NullMarked;
