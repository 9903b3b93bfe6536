package io.breakwater.lab.history;

/**
 * That an invariant does not hold.
 *
 * @param invariant which one
 * @param id the job, run, call or token that it is about
 * @param sentence what was seen, for people
 */
public record Violation(Invariant invariant, String id, String sentence) {}
