package io.breakwater.broker;

import io.nats.client.NKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/**
 * A user's NKey for tests and drills.
 *
 * @param publicKey what the server is told, "U..."
 * @param seed the secret that the client signs with, "SU..."
 */
public record UserNKey(String publicKey, String seed) {

  /** Returns a new one. */
  public static UserNKey create() {
    try {
      NKey key = NKey.createUser(new SecureRandom());
      return new UserNKey(new String(key.getPublicKey()), new String(key.getSeed()));
    } catch (GeneralSecurityException | IOException e) {
      throw new BrokerException("cannot make an NKey: " + e.getMessage(), e);
    }
  }

  /** Returns the authentication of a server that knows this user alone. */
  public Authentication authentication() {
    return new Authentication.NKey(publicKey);
  }

  @Override
  public String toString() {
    return "UserNKey[publicKey=" + publicKey + "]";
  }
}
