package io.breakwater.lab.delivery;

import java.io.IOException;

/**
 * A service that publishes to a stream and consumes from it, on one connection; it makes stream and
 * consumer when it starts, as services do.
 */
interface LossClient extends AutoCloseable {
  String STREAM = "LOAD";
  String DURABLE = "worker";

  /** Returns its publishing half. */
  Publisher publisher();

  /** Returns how often it says that it has made the stream again; negative if it does not say. */
  int madeAgain();

  @Override
  void close();

  /**
   * Opens one whose stream and consumer stand.
   *
   * @param replicas of the stream
   * @throws IOException if they cannot be had
   */
  static LossClient open(LoadRecord record, String urls, int replicas, Account account)
      throws IOException, InterruptedException {
    return record.loadArm().isBus()
        ? BusLossClient.open(record, urls, replicas, account)
        : JnatsLossClient.open(urls, replicas, record.loadArm().repeats(), account);
  }
}
