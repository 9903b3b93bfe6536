package io.breakwater.cli;

/** The program that the launcher's tests build and start. */
public final class Main {
  public static void main(String[] args) throws Exception {
    System.out.println("first edition");
    System.out.println("args=" + String.join("|", args));
    System.out.println("home=" + System.getProperty("breakwater.home"));
    System.out.println("option=" + System.getProperty("option"));
    if (args.length == 0) {
      return;
    }
    switch (args[0]) {
      case "exit" -> System.exit(Integer.parseInt(args[1]));
      case "heap" -> System.out.println("heap=" + (Runtime.getRuntime().maxMemory() >> 20));
      case "drill", "plan", "audit", "simulate", "service" -> {
        var flags = java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments();
        System.out.println("quick=" + flags.contains("-XX:TieredStopAtLevel=1"));
        System.out.println("ends=" + flags.contains("-XX:+ExitOnOutOfMemoryError"));
      }
      case "calibrate" -> System.out.println("path=" + System.getenv("PATH"));
      case "wait" -> System.in.read();
      case "load" -> Class.forName(args[1]);
      default -> {}
    }
  }
}
