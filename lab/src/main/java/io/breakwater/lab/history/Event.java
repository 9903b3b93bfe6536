package io.breakwater.lab.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a client, the recorder or the drill saw. A <em>token</em> names a piece of work:
 * it is chosen by the client, goes into the submission and comes back with each execution. A
 * <em>call</em> is one HTTP request to a gateway; a token has more than one if the client repeats
 * it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Event.Defined.class, name = "defined"),
  @JsonSubTypes.Type(value = Event.Submitted.class, name = "submitted"),
  @JsonSubTypes.Type(value = Event.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = Event.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = Event.Unknown.class, name = "unknown"),
  @JsonSubTypes.Type(value = Event.Observed.class, name = "observed"),
  @JsonSubTypes.Type(value = Event.NotFound.class, name = "not-found"),
  @JsonSubTypes.Type(value = Event.CancelSent.class, name = "cancel-sent"),
  @JsonSubTypes.Type(value = Event.CancelAnswered.class, name = "cancel-answered"),
  @JsonSubTypes.Type(value = Event.ExecutionBegan.class, name = "execution-began"),
  @JsonSubTypes.Type(value = Event.ExecutionEnded.class, name = "execution-ended"),
  @JsonSubTypes.Type(value = Event.FaultBegan.class, name = "fault-began"),
  @JsonSubTypes.Type(value = Event.FaultEnded.class, name = "fault-ended"),
  @JsonSubTypes.Type(value = Event.DataWiped.class, name = "data-wiped"),
  @JsonSubTypes.Type(value = Event.Note.class, name = "note")
})
public sealed interface Event {

  /**
   * A workflow that runs may be submitted of.
   *
   * @param workflow its id
   * @param steps all its steps
   */
  record Defined(String workflow, List<Step> steps) implements Event {
    /** Copies the steps. */
    public Defined {
      steps = List.copyOf(steps);
    }
  }

  /**
   * A step of a workflow.
   *
   * @param name names it within the workflow
   * @param dependsOn the steps that must have succeeded first
   * @param items how many executions it needs: 1, the length of the list of a fan-out, or 0 for a
   *     step that only waits
   * @param fanOut if its jobs have the number of an item in their name
   * @param delayMillis how long it waits after what it depends on
   */
  record Step(String name, List<String> dependsOn, int items, boolean fanOut, long delayMillis) {
    /** Copies the dependencies. */
    public Step {
      dependsOn = List.copyOf(dependsOn);
    }
  }

  /**
   * A submission is about to be sent.
   *
   * @param call this call
   * @param token the work
   * @param workflow which workflow it is a run of; null for a job
   * @param gateway where it is sent to
   * @param key the idempotency key; null for none
   * @param doomed if all its executions will fail, so that it must not succeed
   */
  record Submitted(
      String call,
      String token,
      @Nullable String workflow,
      String gateway,
      @Nullable String key,
      boolean doomed)
      implements Event {}

  /**
   * A call was answered with 202.
   *
   * @param id names the job or run from now on
   * @param held where the gateway says that it is; null if it does not say
   * @param replayed if the gateway says that it was there before
   */
  record Accepted(String call, String id, @Nullable String held, boolean replayed)
      implements Event {}

  /**
   * A call was refused: the gateway says that nothing will come of it, or there was nobody to send
   * it to.
   *
   * @param status of HTTP; 0 if no connection was made
   */
  record Refused(String call, int status, @Nullable String why) implements Event {}

  /**
   * Nobody knows what has become of a call: no answer, or one that says so.
   *
   * @param id the name that it has if it was carried out; null if that was not said
   */
  record Unknown(String call, String why, @Nullable String id) implements Event {}

  /**
   * A job or run was seen in a state.
   *
   * @param state as the gateway names it
   * @param attempt the number of the latest attempt; 0 for none, and for runs
   * @param result what the recorder had answered, as the job's result says it; null without one
   * @param stale if the gateway says that it answers from memory
   */
  record Observed(
      String id, String gateway, String state, int attempt, @Nullable String result, boolean stale)
      implements Event {}

  /** A gateway says that there is no such job or run. */
  record NotFound(String id, String gateway) implements Event {}

  /** A cancellation is about to be sent. */
  record CancelSent(String id, String gateway) implements Event {}

  /**
   * A cancellation was answered.
   *
   * @param status of HTTP; 0 without an answer
   * @param state in which the job or run is, as the answer says; null if it does not
   */
  record CancelAnswered(String id, int status, @Nullable String state) implements Event {}

  /**
   * The recorder was called.
   *
   * @param execution names this execution; also what the recorder answers if it is to succeed
   * @param token of the work
   * @param step of the run; empty for a job
   * @param item number of the item of a fan-out; 0 for all others
   * @param given what the executions before it had answered, as its input says
   * @param attempt which attempt of the job it is, as its worker says; null if that was not said
   */
  record ExecutionBegan(
      String execution,
      String token,
      String step,
      int item,
      List<String> given,
      @Nullable Attempt attempt)
      implements Event {
    /** Copies what was given. */
    public ExecutionBegan {
      given = List.copyOf(given);
    }
  }

  /**
   * An attempt of a job.
   *
   * @param number from 1; the same attempt may be delivered more than once
   * @param worker who makes it
   */
  record Attempt(int number, String worker) {}

  /** How an execution ended, as the recorder saw it. */
  enum Outcome {
    /** Answered with its result. Written before the answer is sent. */
    ANSWERED,
    /** Answered with an error, as was asked for. */
    FAILED,
    /** The caller hung up, or could not be answered; it may follow ANSWERED. */
    CUT
  }

  /** An execution has ended. */
  record ExecutionEnded(String execution, Outcome outcome) implements Event {}

  /**
   * Something is about to be broken.
   *
   * @param fault names it
   * @param text what it is, for people
   * @param hits what it is done to: pods, services of which the active one is meant, or {@link
   *     #BROKER}; null if that is not known, and it may be anything
   */
  record FaultBegan(String fault, String text, @Nullable List<String> hits) implements Event {
    /** Servers, which everything stands on. */
    public static final String BROKER = "broker";

    /** Copies the list. */
    public FaultBegan {
      hits = hits == null ? null : List.copyOf(hits);
    }
  }

  /** What was broken is back; the services may need a while yet. */
  record FaultEnded(String fault) implements Event {}

  /** All data of the broker are gone: ids from before may be unknown from now on. */
  record DataWiped(String text) implements Event {}

  /** A remark for people. */
  record Note(String text) implements Event {}
}
