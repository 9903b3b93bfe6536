package io.breakwater.lab.light;

import io.nats.client.NKey;
import io.nats.client.api.ServerInfo;
import io.nats.client.support.Encoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** How a light client says who it is. No {@code toString} shows a secret. */
public sealed interface Login {

  /** Not at all. */
  record Anonymous() implements Login {}

  /**
   * A user and a password in clear text, whatever the broker keeps of it.
   *
   * @param user the user
   * @param password the password
   */
  record UserPassword(String user, String password) implements Login {
    @Override
    public String toString() {
      return "UserPassword[user=" + user + "]";
    }
  }

  /**
   * A token.
   *
   * @param token the token
   */
  record Token(String token) implements Login {
    @Override
    public String toString() {
      return "Token[]";
    }
  }

  /**
   * An NKey: signs the nonce of the server's INFO.
   *
   * @param seed the user's seed, "SU..."
   */
  record Nkey(String seed) implements Login {
    @Override
    public String toString() {
      return "Nkey[]";
    }
  }

  /**
   * Returns the CONNECT that answers an INFO, and the PING after it.
   *
   * @param name the connection's name
   * @param tls whether the connection speaks TLS
   * @throws IllegalStateException if the seed is no seed
   */
  default byte[] answer(ServerInfo info, String name, boolean tls) {
    String line =
        """
        CONNECT {"verbose":false,"pedantic":false,"lang":"java","version":"light","protocol":1,\
        "tls_required":%b,"name":"%s"%s}\r
        PING\r
        """
            .formatted(tls, Encoding.jsonEncode(name), members(info));
    return line.getBytes(StandardCharsets.UTF_8);
  }

  private String members(ServerInfo info) {
    if (this instanceof UserPassword it) {
      return ",\"user\":\"%s\",\"pass\":\"%s\""
          .formatted(Encoding.jsonEncode(it.user()), Encoding.jsonEncode(it.password()));
    }
    if (this instanceof Token it) {
      return ",\"auth_token\":\"%s\"".formatted(Encoding.jsonEncode(it.token()));
    }
    if (this instanceof Nkey it) {
      return signed(it, info.getNonce() == null ? new byte[0] : info.getNonce());
    }
    return "";
  }

  private static String signed(Nkey login, byte[] nonce) {
    NKey key = NKey.fromSeed(login.seed().toCharArray());
    try {
      String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(key.sign(nonce));
      return ",\"nkey\":\"%s\",\"sig\":\"%s\"".formatted(new String(key.getPublicKey()), signature);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot sign with the NKey", e);
    }
  }
}
