package io.breakwater.lab.delivery;

import io.breakwater.journal.EventWriter;
import io.breakwater.journal.Timeline;
import io.breakwater.lab.drill.ArmRecord;
import io.breakwater.lab.drill.DrillListener;
import java.util.List;

/** What is known of an arm under a load of messages. */
final class LoadRecord extends ArmRecord {
  private final LoadArm arm;

  LoadRecord(LoadArm arm, String name, DrillListener listener, EventWriter events) {
    super(name, listener, events);
    this.arm = arm;
  }

  LoadArm loadArm() {
    return arm;
  }

  void messages(Timeline.Messages series) {
    timeline(
        new Timeline((int) Bins.BIN.toMillis(), null, null, null, null, series, null, List.of()));
  }
}
