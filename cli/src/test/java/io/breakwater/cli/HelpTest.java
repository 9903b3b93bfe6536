package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drill",
        "drill storm",
        "drill node-loss",
        "drill slow-auth",
        "drill hazards",
        "drill burst",
        "drill publisher-kill",
        "drill data-loss",
        "drill service-kill",
        "drill service-pause",
        "drill chaos",
        "calibrate",
        "simulate",
        "compare",
        "plan",
        "audit",
        "wait",
        "up",
        "submit",
        "list",
        "get",
        "watch",
        "cancel",
        "dlq",
        "workflow",
        "workflow apply",
        "workflow run",
        "workflow approve",
        "api-key",
        "service"
      })
  void everyCommand_saysWhatItDoes_howItIsCalledAndHowItEnds(String command) {
    CliCall help = CliCall.run((command + " --help").split(" "));
    assertThat(help.status()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .startsWith("Usage: breakwater " + command)
        .contains("Options", "Examples:", "  breakwater " + command, "Exit codes:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "drill",
        "drill storm",
        "drill rolling-restart",
        "drill lame-duck",
        "drill partition",
        "drill hazards",
        "drill burst",
        "drill publisher-kill",
        "drill data-loss",
        "drill service-kill",
        "drill service-pause",
        "drill chaos",
        "calibrate",
        "simulate",
        "compare",
        "plan",
        "audit",
        "wait",
        "up",
        "submit",
        "list",
        "get",
        "watch",
        "cancel",
        "dlq",
        "workflow",
        "workflow run",
        "workflow approve",
        "api-key",
        "service",
        "test"
      })
  void everyLine_fitsInto80Columns(String command) {
    CliCall help = CliCall.run((command + " --help").strip().split(" "));
    assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  void root_listsAllCommands_theLaunchersOwnIncluded() {
    CliCall help = CliCall.run("--help");
    assertThat(help.status()).isZero();
    assertThat(help.out())
        .contains("drill ", "calibrate ", "simulate ", "compare ", "plan ", "audit ", "wait ")
        .contains("service ", "test ");
  }

  @Test
  void nothingAsked_printsTheHelpAsAnError() {
    CliCall call = CliCall.run();
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).startsWith("Usage: breakwater").contains("drill ");
  }

  @Test
  void help_isAWordToo() {
    assertThat(CliCall.run("help")).isEqualTo(CliCall.run("--help"));
    assertThat(CliCall.run("help", "compare")).isEqualTo(CliCall.run("compare", "--help"));
  }

  @Test
  void version() {
    CliCall call = CliCall.run("--version");
    assertThat(call.status()).isZero();
    assertThat(call.out()).startsWith("breakwater ");
  }

  @Test
  void tests_areTheLaunchersMatter() {
    CliCall call = CliCall.run("test", "--soak", "-pl", "policy");
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.err()).contains("./breakwater test");
  }
}
