package io.breakwater.broker;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Hashes of passwords, each computed once per JVM: one takes a tenth of a second and more. */
final class BcryptHashes {

  private record Key(String password, int cost) {}

  private static final Map<Key, String> HASHES = new ConcurrentHashMap<>();

  private BcryptHashes() {}

  static String hash(String password, int cost) {
    return HASHES.computeIfAbsent(
        new Key(password, cost),
        key -> BCrypt.withDefaults().hashToString(key.cost(), key.password().toCharArray()));
  }
}
