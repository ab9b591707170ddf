/** What the clients of web services share: addresses, size and time limits, descriptions of failures. */
@NullMarked
package io.ersilia.precalc.web;

import org.jspecify.annotations.NullMarked;
