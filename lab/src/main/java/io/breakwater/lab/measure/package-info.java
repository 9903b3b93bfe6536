/**
 * Turns what was observed (events of services and pods, CPU samples) into figures. Pure but for
 * those that observe or wait: {@code EventTail}, {@code CpuSampler}, {@code LoadBeside}, {@code
 * Await}.
 */
@NullMarked
package io.breakwater.lab.measure;

import org.jspecify.annotations.NullMarked;
