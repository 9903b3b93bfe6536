/**
 * JMESPath expressions in JSON: found, checked and evaluated, with a bound on what they may build.
 *
 * <p>What their results are used for is not decided here.
 */
@NullMarked
package io.breakwater.controlplane.workflow.expression;

import org.jspecify.annotations.NullMarked;
