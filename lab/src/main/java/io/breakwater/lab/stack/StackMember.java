package io.breakwater.lab.stack;

import java.util.List;
import java.util.Map;

/**
 * One kind of service of a stack.
 *
 * @param deployment what it is called
 * @param mainClass the class to run, on the class path of this JVM
 * @param replicas how many, from 1
 * @param heapMiB the largest heap of each, in MiB
 * @param arguments its arguments
 * @param environment its environment, beside what the stack decides
 */
public record StackMember(
    String deployment,
    String mainClass,
    int replicas,
    int heapMiB,
    List<String> arguments,
    Map<String, String> environment) {

  /**
   * Checks the numbers and copies the collections.
   *
   * @throws IllegalArgumentException if one is less than 1
   */
  public StackMember {
    if (replicas < 1 || heapMiB < 1) {
      throw new IllegalArgumentException(
          deployment + ": expected replicas and heap of at least 1: " + replicas + ", " + heapMiB);
    }
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
