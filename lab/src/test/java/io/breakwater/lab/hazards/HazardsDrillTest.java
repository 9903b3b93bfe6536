package io.breakwater.lab.hazards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.journal.Arm;
import io.breakwater.journal.EventsFile;
import io.breakwater.journal.Finding;
import io.breakwater.journal.Journal;
import io.breakwater.journal.Status;
import io.breakwater.lab.drill.DrillListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HazardsDrillTest {
  private static final DrillListener NOBODY = new DrillListener() {};

  /** Twenty times what jnats waits between two attempts. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  @TempDir Path folder;

  /** A hazard that one kind of client survives. */
  private record Made(int number, String survivor) implements Hazard {
    @Override
    public String fault() {
      return "something";
    }

    @Override
    public Seen to(HazardClient.Kind kind) {
      boolean survived = kind.text().equals(survivor);
      return new Seen(survived, survived ? Seen.End.CONNECTED : Seen.End.ZOMBIE, "seen");
    }
  }

  private HazardsDrill drill(List<Hazard> hazards) {
    return new HazardsDrill(hazards, SHORT, folder, "");
  }

  @Test
  void everyHazard_isSeenOnJnats_andSurvivedByTheBus() {
    Journal journal = drill(Hazard.ALL).run(NOBODY);
    assertThat(journal.status()).as(journal.message()).isEqualTo(Status.COMPLETED);
    Arm bus = journal.arm("bus");
    assertThat(Objects.requireNonNull(bus.steadyState().after()).met()).isTrue();
    assertThat(bus.notes()).hasSize(6).noneMatch(note -> note.contains("not survived"));
    // Where jnats notices a FIN (4) is chance, now and then; the others always show.
    assertThat(journal.arm("jnats").notes().stream().filter(it -> it.contains("not survived")))
        .hasSizeGreaterThanOrEqualTo(5);
    assertThat(Finding.of(journal)).contains("bus: survived 6 of 6 hazards", "jnats: survived ");
  }

  @Test
  void oneThatTheBusDoesNotSurvive_isAFailure_thatNamesIt() {
    Journal journal = drill(List.of(new Made(7, "bus"), new Made(8, "jnats"))).run(NOBODY);
    assertThat(journal.status()).isEqualTo(Status.FAILED);
    assertThat(journal.message()).isEqualTo("bus: survived 1 of 2 hazards, not 8");
    assertThat(Objects.requireNonNull(journal.arm("bus").result()).zombies()).isEqualTo(1);
  }

  @Test
  void theFolder_hasEachHazardAndItsEnd_andTakesNoOtherRun() {
    List<Hazard> hazards = List.of(new Made(7, "bus"));
    var unused = drill(hazards).run(NOBODY);
    assertThat(EventsFile.read(folder.resolve(EventsFile.NAME)))
        .extracting(it -> it.source() + " " + it.type() + " " + it.attributes().get("number"))
        .containsExactly(
            "jnats hazard 7", "jnats not-survived 7", "bus hazard 7", "bus survived 7");
    assertThatThrownBy(() -> drill(hazards))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(folder.toString(), "holds another run", "expected a new folder");
  }

  @Test
  void interrupted_whatWasSeenIsKept() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Hazard endless =
        new Hazard() {
          @Override
          public int number() {
            return 9;
          }

          @Override
          public String fault() {
            return "nothing";
          }

          @Override
          public Seen to(HazardClient.Kind kind) throws IOException, InterruptedException {
            waiting.countDown();
            Thread.sleep(600_000);
            throw new IOException("nobody interrupts");
          }
        };
    CompletableFuture<Journal> done = new CompletableFuture<>();
    Thread driver =
        new Thread(() -> done.complete(drill(List.of(new Made(7, "jnats"), endless)).run(NOBODY)));
    driver.start();
    assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
    driver.interrupt();
    Journal journal = done.get(60, TimeUnit.SECONDS);
    assertThat(journal.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.message()).isEqualTo("interrupted");
    assertThat(journal.arm("jnats").notes()).hasSize(1);
    assertThat(journal.arm("jnats").steadyState().after()).isNull();
  }
}
