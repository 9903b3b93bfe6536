package io.breakwater.controlplane.scheduler;

import java.util.Map;

/**
 * What a worker must be for a job: all jobs of one kind can be done by the same workers.
 *
 * @param topic what it must know
 * @param requirements the labels that it must have
 */
record Kind(String topic, Map<String, String> requirements) {}
