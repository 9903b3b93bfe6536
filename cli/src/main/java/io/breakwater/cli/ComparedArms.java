package io.breakwater.cli;

import io.breakwater.journal.Arm;
import io.breakwater.journal.Comparison;
import io.breakwater.journal.Journal;
import io.breakwater.journal.JournalException;
import io.breakwater.journal.JournalFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Two arms to compare.
 *
 * @param journal a journal of just these two, the baseline first, with their comparison
 * @param legend where they are from, if not from one journal
 */
record ComparedArms(Journal journal, List<String> legend) {

  /**
   * Reads one journal or two and picks the arms.
   *
   * @throws JournalException if a journal cannot be read, an arm is missing or the two cannot be
   *     compared; the message is one line
   */
  static ComparedArms read(
      Path first, Optional<Path> second, Optional<String> baseline, Optional<String> candidate) {
    Journal a = withArms(JournalFile.read(first), first);
    if (second.isEmpty()) {
      return within(a, first, baseline, candidate);
    }
    Journal b = withArms(JournalFile.read(second.get()), second.get());
    String judged = candidate.orElse(b.comparison() == null ? last(b) : b.comparison().candidate());
    String against =
        baseline.orElse(
            a.arms().stream().anyMatch(arm -> arm.name().equals(judged))
                ? judged
                : a.arms().get(0).name());
    boolean same = against.equals(judged);
    Arm one = named(a.arm(against), same ? against + " (A)" : against);
    Arm other = named(b.arm(judged), same ? judged + " (B)" : judged);
    Comparison comparison =
        Comparison.of(with(a, List.of(one)), one.name(), with(b, List.of(other)), other.name());
    return new ComparedArms(
        with(b, List.of(one, other)).withComparison(comparison),
        List.of("A: " + first, "B: " + second.get()));
  }

  private static ComparedArms within(
      Journal journal, Path file, Optional<String> baseline, Optional<String> candidate) {
    if (journal.arms().size() < 2) {
      throw new JournalException(
          file
              + ": has one arm only ("
              + last(journal)
              + "), expected two, or a second journal to compare with");
    }
    String against = baseline.orElse(journal.arms().get(0).name());
    String judged = candidate.orElse(last(journal));
    if (against.equals(judged)) {
      throw new JournalException(
          file + ": baseline and candidate are both " + judged + ", expected two arms");
    }
    Comparison comparison = Comparison.of(journal, against, judged);
    return new ComparedArms(
        with(journal, List.of(journal.arm(against), journal.arm(judged)))
            .withComparison(comparison),
        List.of());
  }

  Arm baseline() {
    return journal.arms().get(0);
  }

  Arm candidate() {
    return journal.arms().get(1);
  }

  Comparison comparison() {
    return Objects.requireNonNull(journal.comparison());
  }

  private static Journal withArms(Journal journal, Path file) {
    if (journal.arms().isEmpty()) {
      throw new JournalException(file + ": has no arms, nothing was measured");
    }
    return journal;
  }

  private static String last(Journal journal) {
    return journal.arms().get(journal.arms().size() - 1).name();
  }

  private static Arm named(Arm arm, String name) {
    return new Arm(
        name,
        arm.policy(),
        arm.steadyState(),
        arm.result(),
        arm.timeline(),
        arm.pods(),
        arm.notes());
  }

  private static Journal with(Journal journal, List<Arm> arms) {
    return new Journal(
        journal.drill(),
        journal.status(),
        journal.message(),
        journal.start(),
        journal.end(),
        journal.environment(),
        journal.parameters(),
        journal.command(),
        arms,
        null);
  }
}
