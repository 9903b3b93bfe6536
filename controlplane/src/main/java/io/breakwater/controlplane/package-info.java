/** The service programs that live on the bus: gateway, scheduler, workflow engine. */
@NullMarked
package io.breakwater.controlplane;

import org.jspecify.annotations.NullMarked;
