/** What the S3 and DynamoDB clients share: their settings and the meaning of their failures. */
@NullMarked
package io.ersilia.precalc.aws;

import org.jspecify.annotations.NullMarked;
