/**
 * Turns what was observed (events of services and pods, CPU samples) into figures. Pure but for the
 * two that observe: {@code EventTail} and {@code CpuSampler}.
 */
@NullMarked
package io.breakwater.lab.measure;

import org.jspecify.annotations.NullMarked;
