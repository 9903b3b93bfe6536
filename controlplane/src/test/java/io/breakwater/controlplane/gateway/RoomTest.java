package io.breakwater.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RoomTest {
  /** A hundred bodies that never ended kept out all others. */
  @Test
  void oneCallerWhoTakesLong_leavesHalfOfTheRoomToOthers() {
    Room room = new Room(4);
    room.enter("ann");
    room.enter("ann");
    assertThatThrownBy(() -> room.enter("ann"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("2 requests of the same caller");
    room.enter("bob");
    room.enter("");
    assertThatThrownBy(() -> room.enter("eve"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("4 requests are at work");
    room.leave("ann");
    assertThatCode(() -> room.enter("eve")).doesNotThrowAnyException();
  }
}
