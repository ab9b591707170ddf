@NullMarked
package io.ersilia.precalc.engine;

import org.jspecify.annotations.NullMarked;
