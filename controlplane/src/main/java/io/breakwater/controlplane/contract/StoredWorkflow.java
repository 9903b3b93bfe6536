package io.breakwater.controlplane.contract;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * One version of a workflow: the value in the bucket {@code workflows} under {@link #key}, and, for
 * the newest one, under {@link #latestKey}.
 *
 * @param version see {@link Protocol#VERSION}
 * @param id names the workflow
 * @param definitionVersion counts up from 1 with each definition that was applied
 * @param tenant whose workflow it is
 * @param definition the definition as it was given; see {@code
 *     io.breakwater.controlplane.workflow.Definitions}
 * @param appliedAt when
 */
public record StoredWorkflow(
    int version,
    String id,
    int definitionVersion,
    String tenant,
    JsonNode definition,
    Instant appliedAt) {
  private static final String LATEST = ".latest";

  /**
   * Checks the fields.
   *
   * @throws ContractException if one is missing or out of its range
   */
  public StoredWorkflow {
    Check.version(version);
    Ids.checkedToken(id, "id");
    Check.range(definitionVersion, 1, Integer.MAX_VALUE, "definitionVersion");
    Check.present(tenant, "tenant");
    Check.present(definition, "definition");
    Check.present(appliedAt, "appliedAt");
  }

  /** Returns the key of a version of a workflow. */
  public static String key(String id, int definitionVersion) {
    return id + "." + definitionVersion;
  }

  /** Returns the key of the newest version of a workflow. */
  public static String latestKey(String id) {
    return id + LATEST;
  }

  /** Returns what a person calls what is stored under a key: the newest version has but a name. */
  public static String shown(String key) {
    return key.endsWith(LATEST)
        ? key.substring(0, key.length() - LATEST.length())
        : key.replace(".", ", version ");
  }
}
