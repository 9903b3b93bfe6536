package io.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong usage: one line on stderr that says what was expected, exit code 2, no file anywhere. */
class UsageTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          sail                                     | Unmatched argument at index 0: 'sail'
          drill strom                              | expected one of cold-start, flap, storm, hazards, rolling-restart, node-loss, lame-duck, stall, partition, slow-auth, burst, publisher-kill, data-loss, service-kill, service-pause, chaos, got "strom"
          drill storm --replicas 0                 | replicas: expected 1 to 1000000, got 0
          drill storm --replicas 2000000000        | replicas: expected 1 to 1000000, got 2000000000
          drill storm --replicas 3000000000        | expected a whole number up to 2147483647, got "3000000000"
          drill flap --replicas 1000000000         | --replicas: expected at most 1000 pods on one machine
          drill storm --replicas 1000000           | replicas are possible; raise the limit with ulimit -n 1000
          drill storm --auth kerberos              | expected one of none, password, bcrypt, token, nkey, tls, got "kerberos"
          drill storm --auth tls --bcrypt-cost 4   | --bcrypt-cost needs --auth bcrypt
          drill storm --bcrypt-cost 3              | --bcrypt-cost: expected 4 to 31, got 3
          drill storm --auth tls --tls-key rsa     | --tls-key: expected one of ec, rsa-2048, rsa-4096, got "rsa"
          drill storm --auth nkey --tls-key ec     | --tls-key needs --auth tls
          drill storm --tls-key rsa-2048           | --tls-key needs --auth tls
          drill storm --broker-cores 0             | broker cores: expected
          drill storm --broker-cores 100000        | broker cores: expected
          drill storm --broker-cores one           | expected a whole number up to 2147483647, got "one"
          drill storm --seed -1                    | seed: expected 0 to 9007199254740991, got -1
          drill storm --seed 9007199254740992      | seed: expected 0 to 9007199254740991, got 9007199254740992
          drill storm --clients go                 | expected one of light, jnats, bus, got "go"
          drill storm --clients jnats --arm spread | plain jnats knows fixed and jitter, expected one of them
          drill storm --arm jiter                  | --arm jiter: expected a policy file or one of fixed, jitter
          drill storm --arm spread --arm spread    | arms: expected distinct names, got [spread, spread]
          drill storm --outage 0s                  | expected a duration over zero
          drill storm --port 4222                  | Unknown option
          drill --replicas 5 storm                 | --replicas: expected after the drill's name, storm
          drill node-loss --servers 1              | servers: node-loss needs 2 to 9, got 1
          drill node-loss --replicas 0             | replicas: expected 1 to 1000000, got 0
          drill node-loss --fault reset            | --fault is for the drill partition
          drill partition --fault cut              | expected one of swallow, reset, delay, got "cut"
          drill partition --arm fast-lane          | --arm fast-lane: only light clients have one
          drill partition --clients fast-lane      | expected one of light, jnats, bus, got "fast-lane"
          drill stall --clients light              | clients: light ones send no pings and never notice a stall
          drill lame-duck --outage 5s              | outage: a lame duck takes at least 30s, got 5s
          drill --replicas 5 node-loss             | --replicas: expected after the drill's name, node-loss
          drill hazards --replicas 5               | Unknown option
          drill flap --level outbox                | --level needs a load: breakwater drill flap --load 5000 --level ...
          drill flap --flaps 3                     | --flaps needs a load
          drill flap --load 0                      | --load: expected 1 to 100,000, got 0
          drill flap --load 100 --replicas 12      | --replicas is for the drill flap on pods, without --load
          drill flap --load 100 --arm sprad        | --arm sprad: expected a policy file or one of jnats-retry, jnats
          drill flap --load 100 --level at-most    | expected one of publish, outbox, got "at-most"
          drill flap --load 100 --level publish --arm jnats-retry | a publish does not fail, expected level outbox
          drill flap --load 100 --flaps 0          | --flaps: expected 1 to 1,000, got 0
          drill publisher-kill --kills 1001        | --kills: expected 1 to 1,000, got 1001
          drill flap --load 100 --publishers 0     | --publishers: expected 1 to 100, got 0
          drill --load 100                         | --load needs the drill flap
          drill cold-start --load 100              | --load needs the drill flap
          drill publisher-kill --level publish     | publisher-kill: only the outbox is on disk
          drill data-loss --kills 2                | data-loss: expected level outbox, one publisher and one loss
          drill burst --kills 2                    | burst: expected one outage, got 2
          drill burst --outage 0s                  | expected a duration over zero
          drill --load 100 burst                   | --load: expected after the drill's name, burst
          up --topics echo,shell                   | --topics: expected some of echo,sleep,fail,http, got "shell"
          calibrate http://a                       | expected a URL with the scheme nats
          calibrate wss://a                        | wss://a: expected the scheme nats or tls
          calibrate nats://a --auth none           | --auth is for the broker that is started where no URL is given
          calibrate nats://a --tls-key ec          | --tls-key
          calibrate --tls-key rsa-2048             | --tls-key needs --auth tls
          calibrate --user ann                     | --user needs a URL
          calibrate --max-connections 0            | max connections: expected at least 1, got 0
          calibrate --replicas 0                   | --replicas: expected at least 1, got 0
          simulate                                 | expected one of --connect-rate, --calibration and --auth-demand (--tls-demand, --accept-demand), got none
          simulate --connect-rate 15 --auth-demand 1ms | --calibration and --auth-demand (--tls-demand, --accept-demand), got several
          simulate --connect-rate 0                | --connect-rate: expected more than zero, got 0.0
          simulate --connect-rate NaN              | --connect-rate: expected more than zero, got NaN
          simulate --connect-rate many             | 'many' is not a double
          simulate --auth-demand 130               | expected a duration over zero such as 20s, 500ms or 1m30s, got "130"
          simulate --connect-rate 15 --arm jiter   | --arm jiter: expected a policy file or one of fixed, jitter
          simulate --connect-rate 15 --arm spread --arm spread | arms: expected distinct names, got [spread, spread]
          simulate --connect-rate 15 --arm spread-auto | arm spread-auto: asks the broker, and no broker runs here
          simulate --connect-rate 15 --beside spread-rate:5 | arm spread-rate: asks the broker, and no broker runs here
          simulate --connect-rate 15 --replicas 0  | --replicas: expected at least 1, got 0
          simulate --connect-rate 15 --cores 0     | --cores: expected at least 1, got 0
          simulate --connect-rate 15 --backlog 0   | --backlog: expected at least 1, got 0
          simulate --connect-rate 15 --tls-timeout 0s | expected a duration over zero
          simulate --connect-rate 15 --tls-timeout 1s | --tls-timeout: expected TLS, by --tls-demand or a calibration with it
          simulate --connect-rate 15 --dial-demand 20 | expected a duration over zero
          simulate --connect-rate 15 --servers 3 --lose 4 | --lose: expected 1 to 3, the number of servers, got 4
          simulate --connect-rate 15 --fault flood | expected one of killed, vanished, lame-duck, got "flood"
          simulate --connect-rate 15 --discipline lifo | expected one of processor-sharing, fifo, got "lifo"
          simulate --connect-rate 15 --beside jitter | --beside jitter: expected an arm and a number, such as jitter:500
          simulate --connect-rate 15 --beside jitter:0 | --beside jitter:0: expected at least 1 after the colon
          simulate --connect-rate 15 --variation -1 | --variation: expected 0 to 100, got -1.0
          simulate --connect-rate 15 --told-rate 0 | --told-rate: expected more than zero, got 0.0
          audit --ignore fixed-wait deploy        | Value for option '--ignore' (RULE=REASON) should be
          drill flap --outage 3                    | expected a duration over zero such as 20s, 500ms or 1m30s, got "3"
          drill flap --outage 0s                   | expected a duration over zero
          drill flap --limit -5s                   | expected a duration over zero
          drill flap --replicas 2                  | --replicas: expected at least 3, one for each service, got 2
          drill flap --replicas many               | expected a whole number up to 2147483647, got "many"
          drill flap --port 70000                  | --port: expected 1 to 65535, got 70000
          drill flap --arm jiter                   | --arm jiter: expected a policy file or one of jnats, fail-fast
          drill flap --arm spread --arm spread     | arms: expected distinct names, got [spread, spread]
          drill flap --target kubernetes           | --target kubernetes comes later, expected local
          drill flap --target moon                 | --target: expected local, got "moon"
          drill flap --frequency 3                 | Unknown option
          drill --services                         | --services needs the name of a drill: cold-start, flap, rolling-restart or data-loss
          drill flap --load-jobs 200               | --load-jobs needs --services: breakwater drill flap --services --load-jobs
          drill data-loss --load-runs 2            | --load-runs needs --services: breakwater drill data-loss --services --load-runs
          drill flap --services --arm spread       | --arm has no meaning with --services, expected some of --load-jobs
          drill rolling-restart --services --auth none | --auth has no meaning with --services
          drill node-loss --services               | Unknown option
          drill flap --services --load-jobs 0      | jobs: expected 1 to 1,000,000, got 0
          drill data-loss --services --load-runs -1 | runs: expected 0 to 1,000,000, got -1
          drill chaos --duration 0s                | expected a duration over zero
          drill chaos --load-jobs many             | expected a whole number up to 2147483647, got "many"
          drill --port 4222 chaos                  | --port: expected after the drill's name, chaos
          drill service-kill --arm spread          | Unknown option
          drill --arm spread                       | --arm needs the name of a drill
          drill --outage 3s                        | --outage needs the name of a drill
          wait                                     | expected one of --policy FILE and --server URL, got none
          wait --policy                            | --policy: expected FILE after it, got nothing
          wait --server nats://a --policy b        | expected one of these, not several: --policy
          wait --server tcp:a                      | --server: expected a URL with the scheme nats
          wait --server nats://a --budget 3        | expected a duration over zero
          list --limit 0                           | --limit: expected 1 to 200, got 0
          dlq --limit 101                          | --limit: expected 1 to 100, got 101
          service                                  | expected SERVICE (gateway, scheduler, workflow-engine or worker), got none
          workflow                                 | expected one of apply, run, approve
          service janitor                          | expected one of gateway, scheduler, workflow-engine, worker, got "janitor"
          audit                                    | expected PATH (
          audit a --fail-on bad                    | expected one of info, warning, error, got "bad"
          audit a --format xml                     | --format: expected one of list, json, got "xml"
          audit a --replicas 0                     | --replicas: expected a number over 0, got 0.0
          audit a --connect-rate NaN               | --connect-rate: expected a number over 0, got NaN
          audit a --connect-rate 5 --from b        | --connect-rate and --from both say C
          audit a --from none.json                 | none.json: no such file, expected the output of calibrate --json
          audit a --maintenance 0s                 | expected a duration over zero
          audit a --ignore fixed-wait              | should be in KEY=VALUE format
          audit a --ignore fixd=x                  | no rule is called "fixd"
          plan                                     | N is missing: expected --replicas
          plan --replicas 150                      | C is missing: expected --connect-rate
          plan --replicas 0 --connect-rate 15      | --replicas: expected 1 to 10,000,000, got 0
          plan --replicas many                     | expected a whole number up to 2147483647, got "many"
          plan --replicas 150 --connect-rate -1    | --connect-rate: expected a number over 0, at most 1e9, got -1.0
          plan --replicas 150 --connect-rate Infinity | --connect-rate: expected a number over 0, at most 1e9, got Infinity
          plan --replicas 150 --connect-rate 15 --from b | --connect-rate and --from both say C
          plan --replicas 150 --from none.json     | none.json: no such file, expected the output of calibrate --json
          plan --replicas                          | --replicas: expected N after it, got nothing
          simulate --calibration none.json         | none.json: no such file, expected the output of calibrate --json
          plan --replicas 150 --service a=20       | N, the connections of the fleet: --replicas says 150, but the sum of --service says 20
          plan --replicas 150 --connect-rate 15 --outage 0s | expected a duration over zero
          plan --replicas 150 --connect-rate 15 --objective -5s | expected a duration over zero
          plan --replicas 150 --auth token         | expected one of none, password, nkey, tls, bcrypt, got "token"
          plan --replicas 150 --auth nkey --bcrypt-cost 11 | --bcrypt-cost: expected only with --auth bcrypt
          plan --replicas 150 --connect-rate 15 --today jiter | --today jiter: expected a policy file or one of fixed, jitter
          plan --replicas 150 --connect-rate 15 --json --runbook | --json and --runbook both want stdout
          compare                                  | expected A (a journal.json, or the folder of a run), got none
          compare a --max-peak-ratio -1            | --max-peak-ratio: expected zero or more, got -1.0
          compare a --max-peak-ratio NaN           | --max-peak-ratio: expected zero or more, got NaN
          compare a --max-restarts few             | expected a whole number up to 2147483647, got "few"
          """)
  void oneLine(String arguments, String expected) throws IOException {
    String line =
        arguments.startsWith("drill") || arguments.startsWith("simulate")
            ? arguments + " --out " + folder.resolve("run")
            : arguments;
    CliCall call = CliCall.run(line.split(" "));
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.out()).isEmpty();
    assertThat(call.err().lines()).singleElement().asString().startsWith("breakwater: ");
    assertThat(call.err()).contains(expected).contains(" --help)");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void folderThatIsAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertRefused(file, "is a file, expected a folder");
  }

  @Test
  void folderUnderAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertRefused(file.resolve("run"), "cannot be written");
  }

  @Test
  void folderThatHoldsARun() throws IOException {
    Files.writeString(folder.resolve("journal.json"), "{}");
    assertRefused(folder, "is not empty, expected a new or an empty folder");
    assertThat(folder.resolve("journal.json")).hasContent("{}");
  }

  private static void assertRefused(Path out, String expected) {
    CliCall call = CliCall.run("drill", "flap", "--out", out.toString());
    assertThat(call.status()).isEqualTo(2);
    assertThat(call.out()).isEmpty();
    assertThat(call.err().lines()).singleElement().asString().contains("--out " + out, expected);
  }
}
