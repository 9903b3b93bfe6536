package io.breakwater.client.internal;

import io.breakwater.client.internal.delivery.Discarded;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.Message;

/**
 * Turns what jnats reports into what a session wants to know. Runs on jnats's threads, partly under
 * its locks: nothing here may block.
 */
final class JnatsListener implements ConnectionListener, ErrorListener {
  private final Reports reports;

  /** What a session wants to know. */
  interface Reports {
    void connected();

    void disconnected();

    void closed();

    void lameDuck();

    void failed(Exception thrown);

    void warned(String text);
  }

  JnatsListener(Reports reports) {
    this.reports = reports;
  }

  @Override
  @SuppressWarnings("deprecation") // the interface still demands it
  public void connectionEvent(Connection conn, Events type) {
    switch (type) {
      case CONNECTED, RECONNECTED -> reports.connected();
      case DISCONNECTED -> reports.disconnected();
      case CLOSED -> reports.closed();
      case LAME_DUCK -> reports.lameDuck();
      case RESUBSCRIBED, DISCOVERED_SERVERS -> {}
    }
  }

  @Override
  public void errorOccurred(Connection conn, String error) {
    reports.warned("server error: " + error);
  }

  @Override
  public void exceptionOccurred(Connection conn, Exception exp) {
    reports.failed(exp);
  }

  @Override
  public void slowConsumerDetected(Connection conn, Consumer consumer) {
    reports.warned("slow consumer: " + consumer.getDroppedCount() + " messages dropped");
  }

  @Override
  public void messageDiscarded(Connection conn, Message msg) {
    Discarded.note(msg);
    reports.warned(
        "jnats threw a message away, its thread was interrupted"
            + " (what the bus publishes is handed over again) subject="
            + msg.getSubject());
  }
}
