package io.breakwater.lab.history;

import io.breakwater.lab.history.Event.Accepted;
import io.breakwater.lab.history.Event.ExecutionBegan;
import io.breakwater.lab.history.Event.ExecutionEnded;
import io.breakwater.lab.history.Event.Observed;
import io.breakwater.lab.history.Event.Outcome;
import io.breakwater.lab.history.Event.Submitted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Something that a broken control plane might do, done to a history of one that works. */
enum Mutation {
  AN_ANSWER_THAT_NOBODY_GAVE(Invariant.RESULT_WAS_ANSWERED) {
    @Override
    List<Entry> apply(List<Entry> history, RandomGenerator random) {
      String result = one(results(history), random);
      return without(
          history,
          event -> event instanceof ExecutionEnded ended && ended.execution().equals(result));
    }
  },
  THE_RESULT_OF_ANOTHER_JOB(Invariant.RESULT_WAS_ANSWERED) {
    @Override
    List<Entry> apply(List<Entry> history, RandomGenerator random) {
      Set<String> results = results(history);
      String result = one(results, random);
      results.remove(result);
      String other = one(results, random);
      return observed(
          history,
          it ->
              result.equals(it.result())
                  ? new Observed(it.id(), it.gateway(), it.state(), it.attempt(), other, it.stale())
                  : it);
    }
  },
  ANOTHER_STATE_AFTER_THE_END(Invariant.TERMINAL_IS_FINAL) {
    @Override
    List<Entry> apply(List<Entry> history, RandomGenerator random) {
      Entry last = one(lastLooks(history), random);
      return replaced(history, last, ((Observed) last.event()), "RUNNING");
    }
  },
  FORGOTTEN(Invariant.ACCEPTED_IS_KEPT) {
    @Override
    List<Entry> apply(List<Entry> history, RandomGenerator random) {
      Entry last = one(lastLooks(history), random);
      Observed seen = (Observed) last.event();
      return mapped(
          history,
          entry ->
              entry.equals(last) ? new Event.NotFound(seen.id(), seen.gateway()) : entry.event());
    }
  },
  NEVER_HEARD_OF_AGAIN(Invariant.ACCEPTED_IS_KEPT) {
    @Override
    List<Entry> apply(List<Entry> history, RandomGenerator random) {
      String id = one(ids(history), random);
      return without(
          history,
          event ->
              (event instanceof Observed it && it.id().equals(id))
                  || (event instanceof Event.CancelAnswered answer && answer.id().equals(id)));
    }
  },
  NEVER_AT_ITS_END(Invariant.ACCEPTED_SETTLES) {
    @Override
    List<Entry> apply(List<Entry> history, RandomGenerator random) {
      String id = one(ids(history), random);
      return observed(
          history,
          it -> it.id().equals(id) && Followed.terminal(it.state()) ? as(it, "RUNNING") : it);
    }
  },
  FAILED_FOR_NOTHING(Invariant.ENDS_AS_IT_MUST) {
    @Override
    List<Entry> apply(List<Entry> history, RandomGenerator random) {
      String id = one(ids(history), random);
      return observed(
          history,
          it -> it.id().equals(id) && Followed.terminal(it.state()) ? as(it, "FAILED") : it);
    }
  },
  REFUSED_AND_DONE(Invariant.REFUSED_NEVER_RUNS) {
    @Override
    List<Entry> apply(List<Entry> history, RandomGenerator random) {
      Submitted job = one(executedOnceSubmitted(history), random);
      return mapped(
          history,
          entry ->
              entry.event() instanceof Accepted it && it.call().equals(job.call())
                  ? new Event.Refused(it.call(), 503, null)
                  : entry.event());
    }
  },
  A_KEY_WITH_TWO_JOBS(Invariant.ONE_KEY_ONE_ID) {
    @Override
    List<Entry> apply(List<Entry> history, RandomGenerator random) {
      Accepted replayed =
          one(of(history, Accepted.class).filter(Accepted::replayed).toList(), random);
      return mapped(
          history,
          entry ->
              entry.event().equals(replayed)
                  ? new Accepted(replayed.call(), replayed.id() + "x", null, false)
                  : entry.event());
    }
  },
  DONE_TWICE(Invariant.EXECUTED_AGAIN_FOR_A_REASON) {
    @Override
    List<Entry> apply(List<Entry> history, RandomGenerator random) {
      Entry entry = one(answeredInPeace(history), random);
      String name = ((ExecutionEnded) entry.event()).execution();
      ExecutionBegan it =
          of(history, ExecutionBegan.class)
              .filter(began -> began.execution().equals(name))
              .findFirst()
              .orElseThrow();
      List<Entry> more = new ArrayList<>(history);
      more.add(
          history.indexOf(entry) + 1,
          new Entry(
              entry.nanos() + 1,
              entry.at(),
              new ExecutionBegan(
                  "twice", it.token(), it.step(), it.item(), it.given(), it.attempt())));
      return more;
    }
  },
  TWO_RESULTS(Invariant.TERMINAL_IS_FINAL) {
    @Override
    List<Entry> apply(List<Entry> history, RandomGenerator random) {
      Entry last =
          one(
              lastLooks(history).stream()
                  .filter(it -> ((Observed) it.event()).result() != null)
                  .toList(),
              random);
      Observed seen = (Observed) last.event();
      String first = seen.result();
      ExecutionBegan it =
          of(history, ExecutionBegan.class)
              .filter(began -> began.execution().equals(first))
              .findFirst()
              .orElseThrow();
      List<Entry> more = new ArrayList<>(history);
      int at = more.indexOf(last);
      // It was executed once more, which a fault excuses, and that was recorded too.
      more.set(
          at,
          entry(
              last,
              new Observed(seen.id(), seen.gateway(), seen.state(), 2, "twice", seen.stale())));
      more.add(at, entry(last, new ExecutionEnded("twice", Outcome.ANSWERED)));
      more.add(
          at,
          entry(
              last,
              new ExecutionBegan(
                  "twice", it.token(), it.step(), it.item(), it.given(), it.attempt())));
      more.add(0, entry(history.get(0), new Event.FaultBegan("excuse", "all of it", null)));
      return more;
    }
  },
  A_STEP_TOO_EARLY(Invariant.DEPENDENCIES_FIRST) {
    @Override
    List<Entry> apply(List<Entry> history, RandomGenerator random) {
      String given =
          one(
              of(history, ExecutionBegan.class)
                  .flatMap(began -> began.given().stream())
                  .collect(Collectors.toList()),
              random);
      Entry ended =
          history.stream()
              .filter(it -> it.event().equals(new ExecutionEnded(given, Outcome.ANSWERED)))
              .findFirst()
              .orElseThrow();
      List<Entry> late = new ArrayList<>(history);
      late.remove(ended);
      late.add(new Entry(history.get(history.size() - 1).nanos(), ended.at(), ended.event()));
      return late;
    }
  };

  private final Invariant invariant;

  Mutation(Invariant invariant) {
    this.invariant = invariant;
  }

  /** Returns what does not hold any more. */
  Invariant invariant() {
    return invariant;
  }

  /** Returns the history of a control plane that has done it, somewhere. */
  abstract List<Entry> apply(List<Entry> history, RandomGenerator random);

  private static <T> T one(Collection<T> all, RandomGenerator random) {
    return List.copyOf(all).get(random.nextInt(all.size()));
  }

  private static <T extends Event> Stream<T> of(List<Entry> history, Class<T> kind) {
    return history.stream().map(Entry::event).filter(kind::isInstance).map(kind::cast);
  }

  private static Set<String> results(List<Entry> history) {
    return of(history, Observed.class)
        .map(Observed::result)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Jobs and runs that were accepted, and succeeded without being cancelled or made to fail. */
  private static List<String> ids(List<Entry> history) {
    Set<String> cancelled =
        of(history, Event.CancelSent.class).map(Event.CancelSent::id).collect(Collectors.toSet());
    Set<String> well =
        of(history, Observed.class)
            .filter(it -> it.state().equals("SUCCEEDED") && !it.stale())
            .map(Observed::id)
            .collect(Collectors.toSet());
    return of(history, Accepted.class)
        .map(Accepted::id)
        .distinct()
        .filter(id -> well.contains(id) && !cancelled.contains(id))
        .toList();
  }

  /** The last look at each of them, where an earlier one had seen the end. */
  private static List<Entry> lastLooks(List<Entry> history) {
    return ids(history).stream()
        .map(
            id ->
                history.stream()
                    .filter(it -> it.event() instanceof Observed seen && seen.id().equals(id))
                    .filter(it -> !((Observed) it.event()).stale())
                    .toList())
        .filter(looks -> looks.size() > 1)
        .filter(
            looks -> ((Observed) looks.get(looks.size() - 2).event()).state().equals("SUCCEEDED"))
        .map(looks -> looks.get(looks.size() - 1))
        .toList();
  }

  private static List<Submitted> executedOnceSubmitted(List<Entry> history) {
    Set<String> executed =
        of(history, ExecutionBegan.class).map(ExecutionBegan::token).collect(Collectors.toSet());
    Set<String> accepted =
        of(history, Accepted.class).map(Accepted::call).collect(Collectors.toSet());
    return of(history, Submitted.class)
        .filter(it -> it.key() == null && accepted.contains(it.call()))
        .filter(it -> executed.contains(it.token()))
        .toList();
  }

  /** Answers before anything was broken. */
  private static List<Entry> answeredInPeace(List<Entry> history) {
    Optional<Entry> fault =
        history.stream().filter(it -> it.event() instanceof Event.FaultBegan).findFirst();
    return history.stream()
        .filter(it -> fault.isEmpty() || it.nanos() < fault.get().nanos())
        .filter(
            it -> it.event() instanceof ExecutionEnded ended && ended.outcome() == Outcome.ANSWERED)
        .toList();
  }

  private static Entry entry(Entry when, Event event) {
    return new Entry(when.nanos(), when.at(), event);
  }

  private static List<Entry> without(List<Entry> history, Predicate<Event> what) {
    return history.stream().filter(it -> !what.test(it.event())).toList();
  }

  private static List<Entry> mapped(List<Entry> history, Function<Entry, Event> to) {
    return history.stream().map(it -> new Entry(it.nanos(), it.at(), to.apply(it))).toList();
  }

  private static List<Entry> observed(List<Entry> history, UnaryOperator<Observed> to) {
    return mapped(history, it -> it.event() instanceof Observed seen ? to.apply(seen) : it.event());
  }

  private static List<Entry> replaced(
      List<Entry> history, Entry entry, Observed seen, String state) {
    return mapped(history, it -> it.equals(entry) ? as(seen, state) : it.event());
  }

  private static Observed as(Observed it, String state) {
    return new Observed(it.id(), it.gateway(), state, it.attempt(), null, it.stale());
  }
}
