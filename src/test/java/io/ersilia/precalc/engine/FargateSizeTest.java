package io.ersilia.precalc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FargateSizeTest {

    @ParameterizedTest(name = "{0} CPUs with {1} MiB")
    @CsvSource({
        "1, 256, 1, 2048",
        "1, 2049, 1, 3072",
        "1, 8192, 1, 8192",
        "1, 8193, 2, 9216",
        "3, 1024, 4, 8192",
        "1, 31000, 8, 32768",
        "16, 40000, 16, 40960",
        "1, 122881, 1, 122881",
        "32, 4096, 32, 4096"
    })
    void theSmallestThatIsSoldAndEnough(int cpus, long memory, int bought, long boughtMemory) {
        assertThat(FargateSize.enoughFor(cpus, memory)).isEqualTo(new FargateSize(bought, boughtMemory));
    }
}
