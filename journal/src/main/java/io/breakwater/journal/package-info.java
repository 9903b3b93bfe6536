/**
 * What a run is: arms, results, timelines, their JSON, comparison and report. Values, arithmetic on
 * what was measured, and files; nothing here measures, breaks or starts anything.
 */
@NullMarked
package io.breakwater.journal;

import org.jspecify.annotations.NullMarked;
