package io.breakwater.planner.audit;

/**
 * What a finding is about.
 *
 * @param name for a person: {@code Deployment orders, container app}
 * @param annotations of the Kubernetes object that it is a part of; missing for other files
 */
record Subject(String name, Tree annotations) {}
