package io.ersilia.precalc.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ersilia.precalc.aws.S3Server;
import io.ersilia.precalc.store.ObjectStore;
import io.ersilia.precalc.store.ObjectStoreContract;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.Tag;

class S3StoreTest implements ObjectStoreContract {

    @RegisterExtension
    static final S3Server S3 = new S3Server();

    private String bucket = "";

    @BeforeEach
    void makeBucket() {
        bucket = S3.freshBucket();
    }

    @Override
    public ObjectStore store() {
        return new S3Store(S3.client(), S3Uri.parse("s3://" + bucket + "/some/path"));
    }

    @Test
    void seesNothingOutsideItsPath() {
        ObjectStore whole = new S3Store(S3.client(), S3Uri.parse("s3://" + bucket));
        whole.save("some/pathological.csv", new byte[1]);
        whole.save("plan.json", new byte[1]);

        store().save("plan.json", "inside".getBytes(UTF_8));

        assertThat(store().list("")).containsExactly("plan.json");
        assertThat(whole.list("")).containsExactly("plan.json", "some/path/plan.json", "some/pathological.csv");
        assertThat(whole.read("some/path/plan.json")).contains("inside".getBytes(UTF_8));
    }

    @Test
    void tellsCheckpointsByATagFromWhatMustStay() {
        store().save("out/eos4e40/r1/checkpoints/0001/batch-000000000-000000010.json", new byte[1]);
        store().save("out/eos4e40/r1/part-0001.csv", new byte[1]);

        assertThat(tags("out/eos4e40/r1/checkpoints/0001/batch-000000000-000000010.json"))
                .containsExactly(
                        Tag.builder().key("precalc").value("checkpoint").build());
        assertThat(tags("out/eos4e40/r1/part-0001.csv")).isEmpty();
    }

    private List<Tag> tags(String key) {
        return S3.client()
                .getObjectTagging(get -> get.bucket(bucket).key("some/path/" + key))
                .tagSet();
    }

    @Test
    void leavesOutTheFoldersThatConsolesMake() {
        S3.client().putObject(put -> put.bucket(bucket).key("some/path/out/"), RequestBody.empty());
        store().save("out/a", new byte[1]);

        assertThat(store().list("")).containsExactly("out/a");
    }
}
