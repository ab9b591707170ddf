/** Numbers, money, sizes and times for people, formatted the same in every command, report and message. */
@NullMarked
package io.ersilia.precalc.words;

import org.jspecify.annotations.NullMarked;
