package orders;

import io.breakwater.client.Bus;
import io.breakwater.client.BusConsumer;
import io.breakwater.client.ConsumerSpec;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Begins when all beans are there, ends before the bus. */
@Component
class OrderConsumer implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(OrderConsumer.class);

  private final Bus bus;
  private volatile BusConsumer consumer;

  OrderConsumer(Bus bus) {
    this.bus = bus;
  }

  @Override
  public void start() {
    bus.jetStream()
        .ensure(StreamConfiguration.builder().name("ORDERS").subjects("orders.>").build());
    bus.jetStream().ensure(StreamConfiguration.builder().name("DEAD").subjects("dead.>").build());
    ConsumerSpec spec =
        ConsumerSpec.of(
            "ORDERS", ConsumerConfiguration.builder().durable("billing").build(), "dead.orders");
    consumer =
        bus.jetStream()
            .consume(
                spec,
                message ->
                    log.info("billed {}", new String(message.getData(), StandardCharsets.UTF_8)));
  }

  @Override
  public void stop() {
    consumer.close(Duration.ofSeconds(5));
    consumer = null;
  }

  @Override
  public boolean isRunning() {
    return consumer != null;
  }

  @Override
  public int getPhase() {
    return BusEnd.PHASE + 1;
  }
}
