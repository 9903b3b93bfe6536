package io.breakwater.client;

/** The bus is closed. */
public final class BusClosedException extends BusException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param why what was asked of the closed bus, or what closed it
   */
  public BusClosedException(String why) {
    super(why, null);
  }
}
