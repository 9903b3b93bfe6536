package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlMaskTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nats://a:4222|nats://a:4222",
        "nats://user:secret@a:4222|nats://***@a:4222",
        "tls://token@a|tls://***@a",
        "nats://u:a,b;c@h:1,nats://h:2|nats://***@h:1,nats://h:2",
        "nats://h:1,nats://u:p@h:2,nats://u:q@[::1]:3|nats://h:1,nats://***@h:2,nats://***@[::1]:3",
        "cannot dial nats://u:p%40q@h: no|cannot dial nats://***@h: no",
        "mail me@home|mail me@home",
        "nats://h/path@x|nats://h/path@x",
      })
  void userInfo_becomesStars_andNothingElse(String text, String masked) {
    assertThat(UrlMask.mask(text)).isEqualTo(masked);
  }
}
