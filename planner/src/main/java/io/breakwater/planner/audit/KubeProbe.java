package io.breakwater.planner.audit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A probe of a container, with what Kubernetes adds where it says nothing.
 *
 * @param container whose
 * @param which {@code startup}, {@code readiness} or {@code liveness}
 * @param tree its part of the manifest
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/">
 *     Kubernetes: probes</a>
 */
record KubeProbe(Container container, String which, Tree tree) {

  Place place() {
    return tree.place();
  }

  String name() {
    return which + "Probe";
  }

  /** Returns the path and query of an HTTP probe; empty for other kinds. */
  String path() {
    Tree get = tree.at("httpGet");
    return get.exists() ? get.at("path").text("/") : "";
  }

  /** Returns the path without its query, in small letters, without a slash at its end. */
  String plainPath() {
    String path = path().replaceAll("[?#].*", "").toLowerCase(Locale.ROOT);
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  boolean isHttp() {
    return tree.at("httpGet").exists();
  }

  boolean isTcp() {
    return tree.at("tcpSocket").exists();
  }

  /** Returns the command of an exec probe. */
  List<String> command() {
    return tree.at("exec", "command").items().stream().map(Tree::text).toList();
  }

  /** Returns the port, a number or a name. */
  String port() {
    return tree.at(isTcp() ? "tcpSocket" : "httpGet", "port").text();
  }

  /** Returns what is asked, for a person: {@code GET /livez}. */
  String asked() {
    if (isHttp()) {
      return "GET " + path() + " on port " + port();
    }
    return isTcp() ? "a TCP connect to port " + port() : "\"" + String.join(" ", command()) + "\"";
  }

  /** Returns if the other probe asks the very same thing. */
  boolean asksTheSameAs(KubeProbe other) {
    return path().equals(other.path())
        && port().equals(other.port())
        && command().equals(other.command())
        && isTcp() == other.isTcp();
  }

  long initialDelay() {
    return count("initialDelaySeconds", 0);
  }

  long period() {
    return count("periodSeconds", 10);
  }

  long threshold() {
    return count("failureThreshold", 3);
  }

  /** To Kubernetes too, zero is as good as nothing; what it would refuse is told elsewhere. */
  private long count(String key, long otherwise) {
    long number = tree.at(key).number().orElse(otherwise);
    return number > 0 && number <= Integer.MAX_VALUE ? number : otherwise;
  }

  boolean hasTimeout() {
    return tree.at("timeoutSeconds").exists();
  }

  /** Returns how long after its start a container that never answers well is judged. */
  Duration window() {
    return Duration.ofSeconds(initialDelay() + period() * threshold());
  }

  /** Returns the arithmetic of the window. */
  String windowArithmetic() {
    return "initialDelaySeconds %d + periodSeconds %d x failureThreshold %d = %d s"
        .formatted(initialDelay(), period(), threshold(), window().toSeconds());
  }
}
