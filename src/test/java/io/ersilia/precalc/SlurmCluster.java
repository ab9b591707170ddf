package io.ersilia.precalc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Slurm cluster of one node with two processors, with daemons of its own ({@code src/test/slurm/cluster}). */
final class SlurmCluster implements AutoCloseable {

    private static final Path PROGRAM = Path.of("src/test/slurm/cluster").toAbsolutePath();
    private static final long LONGEST_SECONDS = 60;

    private final Path folder;
    private final Process process;

    private SlurmCluster(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** Starts the cluster; where Slurm is not installed, the calling test is skipped. */
    static SlurmCluster in(Path folder) throws IOException {
        assumeTrue(isInstalled(), "no Slurm here: install slurm-wlm and munge");
        Process process = new ProcessBuilder(
                        PROGRAM.toString(), folder.toString(), String.valueOf(freePort()), String.valueOf(freePort()))
                .redirectError(
                        Files.createDirectories(folder).resolve("cluster.err").toFile())
                .start();
        boolean ready =
                "ready".equals(process.inputReader(StandardCharsets.UTF_8).readLine());
        String said = Files.readString(folder.resolve("cluster.err"));
        assumeTrue(ready || !said.contains("cgroup"), "no Slurm here that starts without cgroups");
        assertThat(ready).as(said).isTrue();
        return new SlurmCluster(folder, process);
    }

    private static boolean isInstalled() {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Stream.of("sbatch", "slurmctld", "slurmd", "munged")
                .allMatch(program -> Stream.of(path.split(File.pathSeparator, -1))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, program))));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What tells the programs of Slurm which cluster is meant. */
    Map<String, String> environment() {
        return Map.of("SLURM_CONF", folder.resolve("slurm.conf").toString());
    }

    /** What a program of Slurm says; it must end with 0. */
    String run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "said", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        builder.environment().putAll(environment());
        Process program = builder.start();
        program.getOutputStream().close();
        assertThat(program.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out);
        assertThat(program.exitValue()).as(said).isZero();
        return said;
    }

    /** What is known of a job, or of a task of an array. */
    String job(String id) throws IOException, InterruptedException {
        return run(Map.of(), "scontrol", "--oneliner", "show", "job", id);
    }

    /**
     * Ends what a task of an array has started by srun, as a machine does that loses its power: by SIGKILL, without a word
     * before, unlike {@code scancel}. The script of the job goes on and sees how it ended.
     */
    void kill(String array, int task) throws IOException {
        List<ProcessHandle> killed = new ArrayList<>();
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            if (variables(process)
                    .containsAll(List.of(
                            "SLURM_CONF=" + environment().get("SLURM_CONF"),
                            "SLURM_ARRAY_JOB_ID=" + array,
                            "SLURM_ARRAY_TASK_ID=" + task,
                            "SLURM_STEP_ID=0"))) {
                killed.add(process);
                process.descendants().forEach(killed::add);
            }
        }
        assertThat(killed).as("processes of task %d", task).isNotEmpty();
        killed.forEach(ProcessHandle::destroyForcibly);
    }

    /** Empty for a process that is gone, or of somebody else. */
    private static List<String> variables(ProcessHandle process) {
        try {
            return List.of(
                    Files.readString(Path.of("/proc", "" + process.pid(), "environ"), StandardCharsets.ISO_8859_1)
                            .split("\0", -1));
        } catch (IOException e) {
            return List.of();
        }
    }

    boolean isOver(String job) throws IOException, InterruptedException {
        String known = job(job);
        return Stream.of("PENDING", "RUNNING", "COMPLETING")
                .map(state -> "JobState=" + state)
                .noneMatch(known::contains);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).join();
    }
}
