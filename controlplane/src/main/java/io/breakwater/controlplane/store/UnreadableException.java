package io.breakwater.controlplane.store;

import io.breakwater.controlplane.contract.ContractException;

/** What is stored is no such value: nobody can do anything with it but put it aside. */
public final class UnreadableException extends ContractException {
  private static final long serialVersionUID = 1;

  private final byte[] value;

  UnreadableException(String key, byte[] value, ContractException cause) {
    super(key + ": " + cause.getMessage());
    this.value = value;
  }

  /** Returns what is stored. */
  public byte[] value() {
    return value.clone();
  }
}
