package io.breakwater.lab.measure;

/**
 * What other processes had of this machine.
 *
 * @param processors that they kept busy, on average
 * @param of how many the machine has
 */
public record OtherLoad(double processors, int of) {}
