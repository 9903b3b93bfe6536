/**
 * Drills on running services: a stage of broker and pods, faults on it, a load of jobs and
 * workflows meanwhile, and what clients and workers saw of it, checked. Which services these are is
 * for the caller to say; what is right is decided in {@code lab.history}.
 */
@NullMarked
package io.breakwater.lab.services;

import org.jspecify.annotations.NullMarked;
