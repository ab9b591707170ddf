@NullMarked
package io.ersilia.precalc.cli.text;

import org.jspecify.annotations.NullMarked;
