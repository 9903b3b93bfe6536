package io.breakwater.client.internal.delivery;

import io.breakwater.client.MessageId;
import io.nats.client.impl.Headers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A message as it is on disk: a checksum (CRC-32C) over the rest, the time at which it was handed
 * in, its id, subject, headers and body. The store itself does not notice a changed byte.
 *
 * @param acceptedMillis wall clock, since another process has another monotonic one
 */
record StoredRecord(long acceptedMillis, MessageId id, Payload payload) {
  private static final int CHECKSUM_BYTES = 4;

  /** The bytes of a record. */
  record Bytes(@SuppressWarnings("ArrayRecordComponent") byte[] bytes) {}

  static Bytes of(long acceptedMillis, MessageId id, Payload payload) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(0);
      out.writeLong(acceptedMillis);
      writeText(out, id.value());
      writeText(out, payload.subject());
      Headers headers = payload.headers();
      out.writeInt(headers.size());
      for (String key : headers.keySet()) {
        List<String> values = headers.get(key);
        writeText(out, key);
        out.writeInt(values.size());
        for (String value : values) {
          writeText(out, value);
        }
      }
      out.write(payload.body().bytes());
      byte[] all = bytes.toByteArray();
      ByteBuffer.wrap(all).putInt(checksum(all));
      return new Bytes(all);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory", e);
    }
  }

  /** Not {@code writeUTF}, which takes 64 KiB at most: the server takes longer headers. */
  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a record is of another format");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /**
   * Reads a record.
   *
   * @throws IOException if it is damaged
   */
  static StoredRecord read(byte[] all) throws IOException {
    if (all.length < CHECKSUM_BYTES || ByteBuffer.wrap(all).getInt() != checksum(all)) {
      throw new IOException("a record is damaged");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(all));
    in.readInt();
    long acceptedMillis = in.readLong();
    MessageId id = MessageId.of(readText(in));
    String subject = readText(in);
    Headers headers = new Headers();
    int keys = in.readInt();
    for (int i = 0; i < keys; i++) {
      String key = readText(in);
      int values = in.readInt();
      for (int j = 0; j < values; j++) {
        headers.add(key, readText(in));
      }
    }
    return new StoredRecord(
        acceptedMillis,
        id,
        new Payload(subject, new Headers(headers, true), new Payload.Body(in.readAllBytes())));
  }

  private static int checksum(byte[] all) {
    CRC32C crc = new CRC32C();
    crc.update(all, CHECKSUM_BYTES, all.length - CHECKSUM_BYTES);
    return (int) crc.getValue();
  }
}
