/** The options that several commands share, each with what its values mean. */
@NullMarked
package io.ersilia.precalc.cli.options;

import org.jspecify.annotations.NullMarked;
