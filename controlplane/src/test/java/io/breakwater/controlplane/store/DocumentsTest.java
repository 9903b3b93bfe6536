package io.breakwater.controlplane.store;

import static io.breakwater.controlplane.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.client.Bus;
import io.breakwater.controlplane.TestBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DocumentsTest {
  private final TestBroker broker = new TestBroker();
  private Bus bus;
  private Documents<Note> notes;

  record Note(String text) {}

  @BeforeEach
  void open() throws Exception {
    bus = broker.bus("store");
    done(Provisioning.ensure(bus));
    notes = new Documents<>(bus, Bucket.JOBS, Note.class);
  }

  @AfterEach
  void close() {
    bus.close();
    broker.close();
  }

  @Test
  void create_get_update_get_delete_create() throws Exception {
    assertThat(done(notes.get("j-1"))).isEmpty();
    long first = done(notes.create("j-1", new Note("a")));
    assertThat(done(notes.get("j-1"))).contains(new Versioned<>(new Note("a"), first));
    long second = done(notes.update("j-1", new Note("b"), first));
    assertThat(done(notes.get("j-1"))).contains(new Versioned<>(new Note("b"), second));
    done(notes.delete("j-1", second));
    assertThat(done(notes.get("j-1"))).isEmpty();
    done(notes.create("j-1", new Note("c")));
  }

  @Test
  void createOfWhatExists_conflicts() throws Exception {
    done(notes.create("r-1.step.0", new Note("a")));
    assertThatThrownBy(() -> done(notes.create("r-1.step.0", new Note("b"))))
        .isInstanceOf(ConflictException.class)
        .hasMessage("jobs/r-1.step.0: exists already");
  }

  @Test
  void updateOfAnOldRevision_conflicts_andChangesNothing() throws Exception {
    long first = done(notes.create("j-1", new Note("a")));
    done(notes.update("j-1", new Note("b"), first));
    assertThatThrownBy(() -> done(notes.update("j-1", new Note("late"), first)))
        .isInstanceOf(ConflictException.class)
        .hasMessage("jobs/j-1: no longer at revision " + first);
    assertThat(done(notes.get("j-1")).orElseThrow().value().text()).isEqualTo("b");
  }

  @Test
  void deleteOfAnOldRevision_conflicts_andDeletesNothing() throws Exception {
    long first = done(notes.create("j-1", new Note("a")));
    done(notes.update("j-1", new Note("b"), first));
    assertThatThrownBy(() -> done(notes.delete("j-1", first)))
        .isInstanceOf(ConflictException.class);
    assertThat(done(notes.get("j-1"))).isPresent();
  }

  @Test
  void thousandWritesAreUnderWayAtATime() throws Exception {
    List<CompletionStage<Long>> writes = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      writes.add(notes.create("j-" + i, new Note("n" + i)));
    }
    for (CompletionStage<Long> write : writes) {
      done(write);
    }
    assertThat(done(notes.get("j-999")).orElseThrow().value().text()).isEqualTo("n999");
  }

  @Test
  void brokerThatIsAway_isSaid_andItsDataIsThereAfterwards() throws Exception {
    long first = done(notes.create("j-1", new Note("a")));
    broker.server().kill();
    await().until(() -> !bus.health().connected());
    assertThatThrownBy(() -> done(notes.update("j-1", new Note("b"), first)))
        .isInstanceOf(StoreException.class);
    broker.server().restart();
    await().until(() -> bus.health().connected());
    await()
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(done(notes.get("j-1")).orElseThrow().revision()).isEqualTo(first));
  }

  @Test
  void requestThatIsUnderWayWhenTheConnectionIsLost_failsThen_andIsNotKnown() throws Exception {
    broker.server().pause();
    CompletionStage<Long> write = notes.create("j-1", new Note("a"));
    broker.server().kill();
    assertThatThrownBy(() -> done(write))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNKNOWN))
        .hasMessageContaining("the connection was lost");
    broker.server().restart();
  }

  /** As that of one whose leader is gone, until there is another. */
  @Test
  void serviceWhoseBucketDoesNotAnswer_knowsItAfterTwoSeconds_andNotAfterFive() throws Exception {
    Documents<Note> lean = Documents.lean(bus, Bucket.JOBS, Note.class);
    broker.server().pause();
    CompletionStage<Long> write = lean.create("j-1", new Note("a"));
    assertThatThrownBy(() -> done(write)).hasMessageContaining("no answer within 2s");
    broker.server().resume();
  }

  @Test
  void markers_areListedWithWhatTakesThemAway_andLeaveNothingBehind() throws Exception {
    Markers markers = new Markers(bus, Bucket.OPEN_JOBS);
    assertThat(markers.list(TestBroker.LIMIT)).isEmpty();
    long one = done(markers.put("j-1"));
    long two = done(markers.put("j-2"));
    assertThat(markers.list(TestBroker.LIMIT))
        .containsOnlyKeys("j-1", "j-2")
        .containsEntry("j-1", one);
    done(markers.delete("j-1", one));
    assertThat(markers.list(TestBroker.LIMIT)).containsOnlyKeys("j-2");
    assertThat(
            bus.connection()
                .jetStreamManagement()
                .getStreamInfo(Bucket.OPEN_JOBS.stream())
                .getStreamState()
                .getMsgCount())
        .isEqualTo(1);
    assertThatThrownBy(() -> done(markers.delete("j-1", one)))
        .isInstanceOf(ConflictException.class);
    done(markers.delete("j-2", two));
  }

  @Test
  void brokerThatLostItsDisk_getsItsBucketsAgain() throws Exception {
    done(notes.create("j-1", new Note("a")));
    broker.server().kill();
    broker.server().wipe();
    broker.server().restart();
    await().until(() -> bus.health().connected());
    await().ignoreExceptions().untilAsserted(() -> assertThat(done(notes.get("j-1"))).isEmpty());
    done(notes.create("j-1", new Note("b")));
  }

  static <R> R done(CompletionStage<R> stage) throws Exception {
    try {
      return stage.toCompletableFuture().get(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
