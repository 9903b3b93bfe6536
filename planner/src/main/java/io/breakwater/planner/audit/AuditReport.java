package io.breakwater.planner.audit;

import java.util.List;

/**
 * What an audit found.
 *
 * @param files how many files were read
 * @param objects how many objects of Kubernetes were in them
 * @param policies how many services say how they connect
 * @param brokers how many nats-server configurations
 * @param ignored how many documents were of other kinds and left alone
 * @param figures N and C, with where they are from
 * @param unknown which figures nobody said, and what was not checked for that
 * @param findings by file and line, those that are suppressed among them
 * @param problems what could not be read
 */
public record AuditReport(
    int files,
    int objects,
    int policies,
    int brokers,
    int ignored,
    List<NamedFigure> figures,
    List<String> unknown,
    List<Finding> findings,
    List<Problem> problems) {

  /**
   * A figure by its name.
   *
   * @param name {@code connections} or {@code connectRate}
   * @param value the number
   * @param source where it is from
   * @param assumed if nobody measured or decided it
   */
  public record NamedFigure(String name, double value, String source, boolean assumed) {}

  /** Copies the lists. */
  public AuditReport {
    figures = List.copyOf(figures);
    unknown = List.copyOf(unknown);
    findings = List.copyOf(findings);
    problems = List.copyOf(problems);
  }

  /** Returns the findings that count. */
  public List<Finding> open() {
    return findings.stream().filter(finding -> finding.suppressed() == null).toList();
  }

  /** Returns the findings that somebody has decided to live with. */
  public List<Finding> suppressed() {
    return findings.stream().filter(finding -> finding.suppressed() != null).toList();
  }

  /** Returns if a finding that counts is at least so bad. */
  public boolean reaches(Severity severity) {
    return open().stream().anyMatch(finding -> finding.severity().compareTo(severity) >= 0);
  }

  /** Returns how many findings that count are exactly so bad. */
  public long count(Severity severity) {
    return open().stream().filter(finding -> finding.severity() == severity).count();
  }
}
