package io.breakwater.lab.delivery;

import java.nio.ByteBuffer;

/**
 * What the body of a drill's message says.
 *
 * @param publisher which publisher it is from, from 0
 * @param sequence its place among those of the publisher, from 0
 */
record Body(int publisher, int sequence) {
  /** A small message, as most are. */
  private static final int BYTES = 64;

  byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putInt(publisher).putInt(sequence).array();
  }

  static Body of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Body(buffer.getInt(), buffer.getInt());
  }

  /** Returns the id of the message in a stream. */
  String id() {
    return publisher + "-" + sequence;
  }
}
