package io.breakwater.lab.delivery;

import io.breakwater.client.Bus;
import io.breakwater.client.CloseReport;
import io.breakwater.client.DeliveryListener;
import io.breakwater.client.IndeterminateRange;
import io.breakwater.client.MessageId;
import io.breakwater.client.Undelivered;
import java.time.Duration;

/** Breakwater's bus. */
final class BusPublisher implements Publisher {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  private final Bus bus;
  private final Level level;
  private final String subject;
  private final int number;
  private final Told told;

  BusPublisher(Bus bus, Level level, String subject, int number, Told told) {
    this.bus = bus;
    this.level = level;
    this.subject = subject;
    this.number = number;
    this.told = told;
    bus.onDelivery(
        new DeliveryListener() {
          @Override
          public void undelivered(Undelivered message) {
            tell(message);
          }

          @Override
          public void indeterminate(IndeterminateRange range) {
            told.told(range);
          }
        });
  }

  private void tell(Undelivered message) {
    // What was refused was never accepted.
    if (message.cause() != Undelivered.Cause.REFUSED) {
      told.told(Body.of(message.message().getData()).sequence());
    }
  }

  @Override
  public void send(int sequence) {
    Body body = new Body(number, sequence);
    if (level == Level.PUBLISH) {
      told.accepted(sequence, bus.publish(subject, body.bytes()));
      return;
    }
    var receipt = bus.outbox().send(subject, body.bytes(), MessageId.of(body.id()));
    told.accepted(sequence, 0);
    var unused =
        receipt.whenComplete(
            (stored, failure) -> {
              if (failure == null) {
                told.acknowledged(sequence);
              } else {
                told.told(sequence);
              }
            });
  }

  @Override
  public boolean connected() {
    return bus.health().connected();
  }

  @Override
  public long held() {
    return bus.health().delivery().backlogMessages();
  }

  @Override
  public void finish() {
    CloseReport left = bus.close(CLOSE_LIMIT);
    left.undelivered().forEach(this::tell);
    left.indeterminate().forEach(told::told);
  }

  @Override
  public void close() {
    bus.close();
  }
}
