/** Numbers, money, sizes and times as a person reads them: one way for each, the same in every command, report and message. */
@NullMarked
package io.ersilia.precalc.words;

import org.jspecify.annotations.NullMarked;
