package io.breakwater.client;

import io.nats.client.impl.Headers;
import java.util.concurrent.CompletionStage;

/**
 * Sends messages to JetStream, again and again with the same id, until a stream has acknowledged
 * them or they have expired. May be used from any thread.
 *
 * <p>Messages are sent in the order of the calls, many at a time. A message that has to be sent
 * again while later ones have arrived comes after them.
 */
public interface Outbox {

  /**
   * Takes a message. When the call returns, the message is in memory, or, where the policy names a
   * directory, on disk, where it survives the process.
   *
   * <p>The stage completes with the receipt, on a thread of the bus. It fails with
   *
   * <ul>
   *   <li>{@link MessageExpiredException} at the age of {@code outbox.maxAge},
   *   <li>{@link MessageDroppedException} if it made room for another,
   *   <li>{@link NoStreamException} if no stream covers the subject, {@link
   *       JetStreamNotEnabledException} if there are no streams at all, {@link
   *       DuplicateWindowException} if the stream forgets ids too soon to be sent to again, and
   *       {@link StreamRefusedException} if the stream says no. The first two are waited out if the
   *       bus was disconnected meanwhile, or has seen a stream for the subject before: a broker
   *       that comes back may get its streams again. Which stream covers a subject is asked after
   *       the call, once, and never while it waits,
   *   <li>{@link BusClosedException} if the bus is closed first. On disk it is kept for the next
   *       process.
   * </ul>
   *
   * <p>Cancelling the stage, by {@code toCompletableFuture().cancel(true)}, takes the message back:
   * it is not sent any more. One that was sent may have been stored.
   *
   * @throws InvalidSubjectException if the subject is empty, has wildcards or is not valid
   * @throws MessageTooLargeException if the message is larger than the server takes, as far as the
   *     bus knows, or than what may be held
   * @throws NoStreamException if the server said within the last second that no stream covers the
   *     subject, and the bus has never seen one that did; the first call of all fails by its stage
   * @throws JetStreamNotEnabledException if the server said so within the last second; likewise
   * @throws BufferFullException if there is no room
   * @throws OutboxWriteException if it could not be written to disk
   * @throws BusClosedException if the bus is closed
   */
  CompletionStage<Receipt> send(String subject, byte[] body, MessageId id);

  /**
   * Takes a message with headers, as {@link #send(String, byte[], MessageId)} does.
   *
   * @param headers copied; a {@code Nats-Msg-Id} among them is replaced by the id
   */
  CompletionStage<Receipt> send(String subject, byte[] body, Headers headers, MessageId id);
}
