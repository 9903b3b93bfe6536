package io.breakwater.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.client.InvalidSubjectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which subjects can be published to. */
class SubjectCheckTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b.c", "$JS.API.INFO", "a*b", "a.b>", "über.ä", "_INBOX.x1.y"})
  void subjectWithoutWildcards_isGood(String subject) {
    SubjectCheck check = new SubjectCheck();
    assertThatCode(() -> check.check("publish to", subject)).doesNotThrowAnyException();
    assertThatCode(() -> check.check("publish to", subject)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''       | publish to "": the subject is empty
          *        | publish to "*": the subject has a wildcard
          a.*.b    | publish to "a.*.b": the subject has a wildcard
          a.>      | publish to "a.>": the subject has a wildcard
          a..b     | publish to "a..b": the subject has an empty token
          .a       | publish to ".a": the subject has an empty token
          a.       | publish to "a.": the subject has an empty token
          'a b'    | publish to "a b": the subject has white space or control characters
          """)
  void anythingElse_isRefusedByName(String subject, String message) {
    assertThatThrownBy(() -> new SubjectCheck().check("publish to", subject))
        .isInstanceOf(InvalidSubjectException.class)
        .hasMessage(message);
  }

  @Test
  void subjectThatWouldBeACommand_isRefusedOnOneLine() {
    assertThatThrownBy(() -> new SubjectCheck().check("publish to", "a\r\nPUB x 0"))
        .isInstanceOf(InvalidSubjectException.class)
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> new SubjectCheck().check("publish to", null))
        .isInstanceOf(InvalidSubjectException.class);
  }
}
