package orders;

import io.breakwater.client.Bus;
import io.breakwater.client.BusMetrics;
import io.breakwater.policy.LifecyclePolicy;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BusConfiguration {
  /** The file that the variable BREAKWATER_POLICY names, or the property breakwater.policy. */
  @Bean
  LifecyclePolicy lifecyclePolicy(@Value("${breakwater.policy:breakwater.yaml}") String file) {
    return LifecyclePolicy.load(Path.of(file));
  }

  @Bean
  Bus bus(LifecyclePolicy policy) {
    return Bus.openOrExit(policy);
  }

  @Bean
  MeterBinder busMetrics(Bus bus, LifecyclePolicy policy) {
    return new BusMetrics(bus, policy.nats().name());
  }
}
