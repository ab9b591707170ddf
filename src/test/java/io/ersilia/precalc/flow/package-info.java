/** The workflows of GitHub Actions as data, and a runner of them that fits on a laptop. */
@NullMarked
package io.ersilia.precalc.flow;

import org.jspecify.annotations.NullMarked;
