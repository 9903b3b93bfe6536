package io.breakwater.controlplane.gateway;

/**
 * Who calls.
 *
 * @param keyId the id of the API key; not the key
 * @param tenant whose jobs and runs the caller sees, and whose the new ones are
 */
public record Caller(String keyId, String tenant) {}
