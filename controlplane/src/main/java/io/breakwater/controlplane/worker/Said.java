package io.breakwater.controlplane.worker;

import io.breakwater.controlplane.contract.Dispatch;
import io.breakwater.controlplane.contract.JobResult;
import io.breakwater.controlplane.contract.Json;

/** A result as it goes out. */
final class Said {
  /** What the attempt is known by. */
  final String key;

  /** What the stream knows the result by. */
  final String messageId;

  /** The {@link JobResult}; nothing if its stream has had it, and it is not kept. */
  final byte[] body;

  private Said(String key, String messageId, byte[] body) {
    this.key = key;
    this.messageId = messageId;
    this.body = body;
  }

  static Said of(JobResult result) {
    return new Said(
        Dispatch.key(result.jobId(), result.attempt()), result.messageId(), Json.bytes(result));
  }

  Said withoutBody() {
    return new Said(key, messageId, new byte[0]);
  }

  boolean kept() {
    return body.length > 0;
  }
}
