package io.breakwater.controlplane.store;

/** Somebody else has written, or made, or deleted the key; nothing was changed. */
public final class ConflictException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ConflictException(Bucket bucket, String key, long expected) {
    super(
        bucket.bucketName()
            + "/"
            + key
            + (expected == 0 ? ": exists already" : ": no longer at revision " + expected));
  }
}
