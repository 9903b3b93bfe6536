package io.breakwater.controlplane.scheduler;

import io.breakwater.controlplane.contract.JobRecord;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A step of a job's life: tried on what is stored, and tried again if that was not what was
 * thought.
 *
 * @param step returns the next record, or nothing if there is nothing to change any more
 * @param done completes when it is stored, or there was nothing to store
 */
record Change(Function<JobRecord, Optional<JobRecord>> step, CompletableFuture<Boolean> done) {}
