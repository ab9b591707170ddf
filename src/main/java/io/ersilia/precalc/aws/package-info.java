/** What the clients of S3 and DynamoDB share: settings, and what their failures mean. */
@NullMarked
package io.ersilia.precalc.aws;

import org.jspecify.annotations.NullMarked;
