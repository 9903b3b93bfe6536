package orders;

import io.breakwater.client.Bus;
import io.breakwater.client.CloseReport;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Closes the bus when the web server has stopped, and gives what is still held time to go out. */
@Component
class BusEnd implements SmartLifecycle {
  /** Stopped from the highest to the lowest: the web server is far above. */
  static final int PHASE = 0;

  private static final Logger log = LoggerFactory.getLogger(BusEnd.class);

  private final Bus bus;
  private volatile boolean running;

  BusEnd(Bus bus) {
    this.bus = bus;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    CloseReport left = bus.close(Duration.ofSeconds(8));
    if (!left.complete()) {
      log.warn("not delivered: {}", left.undelivered().size());
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
