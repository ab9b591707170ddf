/** What is printed: answers as text, CSV and JSON, progress on a terminal, the pages of GitHub Actions. */
@NullMarked
package io.ersilia.precalc.cli.text;

import org.jspecify.annotations.NullMarked;
