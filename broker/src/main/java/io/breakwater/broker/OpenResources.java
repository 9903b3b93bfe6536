package io.breakwater.broker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be closed before the JVM ends, on Ctrl-C too: no child process outlives its JVM. */
final class OpenResources {

  private static final Logger LOG = LoggerFactory.getLogger(OpenResources.class);
  private static final Set<AutoCloseable> OPEN = new LinkedHashSet<>();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(OpenResources::closeAll, "breakwater-broker-shutdown"));
  }

  private OpenResources() {}

  /** Closes the resource when the JVM ends, unless it is forgotten before. */
  static void add(AutoCloseable resource) {
    synchronized (OPEN) {
      OPEN.add(resource);
    }
  }

  static void forget(AutoCloseable resource) {
    synchronized (OPEN) {
      OPEN.remove(resource);
    }
  }

  private static void closeAll() {
    List<AutoCloseable> left;
    synchronized (OPEN) {
      left = new ArrayList<>(OPEN);
    }
    for (AutoCloseable resource : left) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn("broker: not closed at shutdown: {}", e.getMessage());
      }
    }
  }
}
