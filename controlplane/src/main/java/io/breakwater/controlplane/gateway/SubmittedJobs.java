package io.breakwater.controlplane.gateway;

import io.breakwater.client.BusException;
import io.breakwater.controlplane.contract.ContractException;
import io.breakwater.controlplane.contract.JobRequest;
import io.breakwater.controlplane.contract.Json;
import io.breakwater.controlplane.store.StoredMessages;
import io.breakwater.controlplane.store.Streams;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.util.Optional;

/** Looks at submissions where they wait for a scheduler. */
final class SubmittedJobs {
  private final Ask ask;

  SubmittedJobs(Ask ask) {
    this.ask = ask;
  }

  /**
   * Returns the submission at a place in the stream; empty if it is gone.
   *
   * @throws ProblemException with 503 if nobody can be asked
   */
  Optional<JobRequest> at(long sequence, Deadline deadline) {
    try {
      return StoredMessages.at(ask.streams(deadline), Streams.SUBMIT.stream(), sequence)
          .map(MessageInfo::getData)
          .map(body -> Json.read(body, JobRequest.class));
    } catch (ContractException e) {
      return Optional.empty();
    } catch (IOException | JetStreamApiException | BusException | IllegalStateException e) {
      throw ProblemException.unavailable("the submissions were not to be had: " + e.getMessage());
    }
  }

  /** Returns if the submission at a place in the stream is that of a job. */
  boolean has(long sequence, String id, Deadline deadline) {
    return at(sequence, deadline).filter(job -> job.id().equals(id)).isPresent();
  }
}
