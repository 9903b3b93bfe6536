package io.breakwater.lab.delivery;

/** A client under test as far as it publishes; what it says of its messages goes to an account. */
interface Publisher extends AutoCloseable {

  /**
   * Hands a message in, from one thread.
   *
   * @throws RuntimeException if the client does not take it
   */
  void send(int sequence);

  /** Returns if it says that it is connected. */
  boolean connected();

  /** Returns how many messages it holds, or has not heard of; -1 if it cannot say. */
  long held();

  /** Delivers what is left as far as it can within seconds, notes what was not, and ends. */
  void finish();

  /** Ends at once. */
  @Override
  void close();
}
