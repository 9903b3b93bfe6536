package io.breakwater.broker;

/** Threads of the fakes: named, and never a reason for the JVM to stay. */
final class DaemonThreads {

  private DaemonThreads() {}

  static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, "breakwater-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
