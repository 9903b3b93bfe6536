package io.breakwater.lab.storm;

import io.nats.client.ErrorListener;

/** A storm is all errors; jnats's own listener would print each. */
final class SilentErrors implements ErrorListener {}
