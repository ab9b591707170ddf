@NullMarked
package io.ersilia.precalc.stats;

import org.jspecify.annotations.NullMarked;
