package io.ersilia.precalc.store.s3;

import io.ersilia.precalc.aws.AwsSettings;
import io.ersilia.precalc.store.ByteSource;
import io.ersilia.precalc.store.ObjectStore;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens stores and objects in S3, all through one client, which is built on first use. */
public final class S3Stores {

    private final Map<String, String> environment;
    private final @Nullable Duration limit;
    private @Nullable S3Client client;

    /**
     * @param environment names region, endpoint and credentials
     * @param limit time for each call, including retries but not the body of an answer; null for none
     */
    public S3Stores(Map<String, String> environment, @Nullable Duration limit) {
        this.environment = Map.copyOf(environment);
        this.limit = limit;
    }

    public ObjectStore store(S3Uri place) {
        return new S3Store(client(), place);
    }

    public ByteSource object(S3Uri place) {
        return new S3Source(client(), place);
    }

    /**
     * Checks without writing anything that a place's bucket exists in this region and can be listed.
     *
     * @return whether there is anything below the place
     */
    public boolean isInUse(S3Uri place) {
        return new S3Store(client(), place).isInUse();
    }

    private S3Client client() {
        if (client == null) {
            client = S3Clients.client(new AwsSettings(environment), limit);
        }
        return client;
    }
}
