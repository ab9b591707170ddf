/** Engines of array jobs: how a task reads their variables, and how a run is submitted to them. */
@NullMarked
package io.ersilia.precalc.engine;

import org.jspecify.annotations.NullMarked;
