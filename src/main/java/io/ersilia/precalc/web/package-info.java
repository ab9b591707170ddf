/** What clients of services of the web share: addresses, bounded answers, time limits, words for what went wrong. */
@NullMarked
package io.ersilia.precalc.web;

import org.jspecify.annotations.NullMarked;
