/** Engines of array jobs: what their variables tell a task, and how a run is handed to them. */
@NullMarked
package io.ersilia.precalc.engine;

import org.jspecify.annotations.NullMarked;
