package io.breakwater.client;

/**
 * What a stream says of a message that it has.
 *
 * @param stream its name
 * @param sequence the message's place in it
 * @param duplicate if the stream had a message with this id before; {@code sequence} is then that
 *     one's
 */
public record Receipt(String stream, long sequence, boolean duplicate) {}
