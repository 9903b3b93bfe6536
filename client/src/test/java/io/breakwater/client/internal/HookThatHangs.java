package io.breakwater.client.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A process that exits while a shutdown hook waits for ever. */
public final class HookThatHangs {
  private HookThatHangs() {}

  public static void main(String[] args) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    new ProcessExit(Duration.ofMillis(500)).now(Integer.parseInt(args[0]));
  }
}
