@NullMarked
package io.ersilia.precalc.cli.options;

import org.jspecify.annotations.NullMarked;
