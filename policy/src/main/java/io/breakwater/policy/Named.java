package io.breakwater.policy;

/** A choice that has a name in the policy file. */
public interface Named {
  /** Returns the name as the policy file, the logs and the reports write it. */
  String text();
}
