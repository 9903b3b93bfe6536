package io.breakwater.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.policy.FleetMember;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shape of real answers is what the tests with real servers see; here are the other ones. */
class FleetAnswersTest {

  @Test
  void counts_addUp_andWhatIsNoCountCountsForNothing() {
    assertThat(
            FleetAnswers.count(
                answers(
                    "{'data':{'account_statz':[{'acc':'A','conns':5}]}}",
                    "{'data':{'account_statz':[{'acc':'A','conns':7,'new':true}]}}",
                    "{'error':{'code':500,'description':'no'}}",
                    "{'data':{}}",
                    "{'data':[1]}",
                    "[]",
                    "",
                    "no JSON")))
        .isEqualTo(new FleetAnswers.Count(2, 12));
  }

  @Test
  void lists_areOfAllServers_withWhatTheyHave() {
    assertThat(
            FleetAnswers.list(
                answers(
                    "{'data':{'server_id':'S','connections':[{'cid':4,'name':'a',"
                        + "'start':'1970-01-01T00:00:01.5Z'},{'cid':9}]}}",
                    "{'data':{'server_id':'T'}}",
                    "{}",
                    "no JSON")))
        .containsExactly(
            new FleetAnswers.Listed(new FleetMember("a", "S", 4), 1_500_000_000),
            new FleetAnswers.Listed(new FleetMember("", "S", 9), 0));
  }

  private static List<byte[]> answers(String... texts) {
    return Arrays.stream(texts)
        .map(text -> text.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
        .toList();
  }
}
