/** A store in a bucket of S3. */
@NullMarked
package io.ersilia.precalc.store.s3;

import org.jspecify.annotations.NullMarked;
