/** What a run is: arms, results, timelines, their JSON, comparison and report. */
@NullMarked
package io.breakwater.journal;

import org.jspecify.annotations.NullMarked;
