@NullMarked
package io.ersilia.precalc.cli;

import org.jspecify.annotations.NullMarked;
