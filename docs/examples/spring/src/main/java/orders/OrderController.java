package orders;

import io.breakwater.client.Bus;
import io.breakwater.client.MessageId;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrderController {
  private final Bus bus;

  OrderController(Bus bus) {
    this.bus = bus;
  }

  /** Answers when the order is in the stream; in an outage that is after it. */
  @PutMapping("/orders/{id}")
  CompletionStage<String> place(@PathVariable String id) {
    return bus.outbox()
        .send("orders.new", id.getBytes(StandardCharsets.UTF_8), MessageId.of(id))
        .thenApply(receipt -> "stored\n");
  }
}
