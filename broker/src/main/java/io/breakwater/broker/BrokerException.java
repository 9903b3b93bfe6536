package io.breakwater.broker;

import org.jspecify.annotations.Nullable;

/** A broker could not be started, signalled, configured or asked. The message is one clear line. */
public class BrokerException extends RuntimeException {

  /** Creates an exception whose message says what, where and what was expected. */
  public BrokerException(String message) {
    super(message);
  }

  /** Creates an exception with the failure beneath it. */
  public BrokerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
