package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellWordTest {

  @Test
  void plainWord_staysAsItIs() {
    assertThat(ShellWord.of("policies/my-policy_2.yaml")).isEqualTo("policies/my-policy_2.yaml");
  }

  @Test
  void wordThatAShellWouldTakeApart_isQuoted() {
    assertThat(ShellWord.of("my policy's.yaml")).isEqualTo("'my policy'\\''s.yaml'");
    assertThat(ShellWord.of("")).isEqualTo("''");
    assertThat(ShellWord.of("$HOME")).isEqualTo("'$HOME'");
  }
}
