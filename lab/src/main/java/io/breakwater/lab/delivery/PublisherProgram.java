package io.breakwater.lab.delivery;

import io.breakwater.client.Bus;
import io.breakwater.client.IndeterminateRange;
import io.breakwater.policy.LifecyclePolicy;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/**
 * A process that publishes until it is killed, and says of each message on its standard output what
 * it was told, the moment it was: what is in a pipe outlives who wrote it.
 */
public final class PublisherProgram {
  static final String BUS = "bus";
  static final String JNATS = "jnats";

  private static final long LOOK_MILLIS = 20;

  private PublisherProgram() {}

  /**
   * Runs until it is killed; without a load, until nothing is held.
   *
   * @param arguments the client, the broker, the messages per second, the first sequence
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String client = arguments[0];
    String url = arguments[1];
    int perSecond = Integer.parseInt(arguments[2]);
    Told told = new Piped(new FileOutputStream(FileDescriptor.out));
    Publisher publisher =
        client.equals(BUS)
            ? new BusPublisher(
                Bus.open(LifecyclePolicy.fromEnvironment(System.getenv())),
                Level.OUTBOX,
                LoadScene.SUBJECT,
                0,
                told)
            : new JnatsPublisher(
                JnatsPublisher.connect(url, "publisher"),
                Level.OUTBOX,
                LoadScene.SUBJECT,
                0,
                false,
                told);
    if (perSecond == 0) {
      while (publisher.held() > 0) {
        Thread.sleep(LOOK_MILLIS);
      }
      publisher.finish();
      return;
    }
    new Load(perSecond, new Bins(Instant.now()))
        .start(publisher, told, Integer.parseInt(arguments[3]));
    new CountDownLatch(1).await();
  }

  /** What was told of a message: a code, then its sequence. */
  enum Word {
    ACCEPTED(1),
    REFUSED(2),
    ACKNOWLEDGED(3),
    TOLD(4);

    private final int code;

    Word(int code) {
      this.code = code;
    }

    /**
     * Returns the word of that code.
     *
     * @throws IOException if there is none: somebody else has written there
     */
    static Word of(int code) throws IOException {
      for (Word word : values()) {
        if (word.code == code) {
          return word;
        }
      }
      throw new IOException("no word has the code " + code);
    }
  }

  /** Writes each word at once. */
  private static final class Piped implements Told {
    private final OutputStream out;

    Piped(OutputStream out) {
      this.out = out;
    }

    private synchronized void write(Word word, int sequence) {
      try {
        out.write(ByteBuffer.allocate(8).putInt(word.code).putInt(sequence).array());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void accepted(int sequence, long number) {
      write(Word.ACCEPTED, sequence);
    }

    @Override
    public void refused() {
      write(Word.REFUSED, 0);
    }

    @Override
    public void acknowledged(int sequence) {
      write(Word.ACKNOWLEDGED, sequence);
    }

    @Override
    public void told(int sequence) {
      write(Word.TOLD, sequence);
    }

    @Override
    public void told(IndeterminateRange range) {
      // Of publish only, which has no place on disk.
    }
  }
}
