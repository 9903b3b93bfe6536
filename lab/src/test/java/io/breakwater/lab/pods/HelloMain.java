package io.breakwater.lab.pods;

/** Says hello, so that nothing else on its output goes unnoticed; then waits if told to. */
final class HelloMain {

  private HelloMain() {}

  public static void main(String[] args) throws InterruptedException {
    System.out.println("hello");
    if (args.length > 0) {
      Thread.sleep(Long.parseLong(args[0]));
    }
  }
}
