package io.breakwater.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CpuSamplerTest {

  @Test
  void thisProcess_isSampledAnewEachTime() {
    try (CpuSampler sampler = CpuSampler.ofThisProcess()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(1))
          .until(
              () ->
                  sampler.samples().stream().map(CpuSampler.Sample::total).distinct().count() > 1);
    }
  }

  @Test
  void samplesUntilClosed_alsoAProcessThatIsGone() {
    AtomicInteger calls = new AtomicInteger();
    CpuSampler sampler =
        new CpuSampler(
            () ->
                switch (calls.getAndIncrement()) {
                  case 0 -> Optional.of(Duration.ofMillis(10));
                  case 1 -> Optional.empty();
                  case 2 -> throw new IllegalStateException("ended while it was looked at");
                  default -> Optional.of(Duration.ofMillis(40));
                });
    try (sampler) {
      await().atMost(Duration.ofSeconds(30)).until(() -> sampler.samples().size() >= 4);
    }
    List<CpuSampler.Sample> samples = sampler.samples();

    assertThat(samples.subList(0, 4))
        .extracting(CpuSampler.Sample::total)
        .containsExactly(Duration.ofMillis(10), null, null, Duration.ofMillis(40));
    assertThat(samples).extracting(CpuSampler.Sample::at).isSorted();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("breakwater-lab-cpu")));
  }
}
