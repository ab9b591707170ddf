package io.ersilia.precalc.model;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.run.PrivateFolder;
import io.ersilia.precalc.run.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A separate user of this machine that a model's programs run as: a program of the same user could read the environment
 * and the files of the process that started it. Only root can start and end programs of other users.
 *
 * @param name the user's name in the system
 * @param uid number of the user
 * @param gid number of the user's own group
 * @param home where the user's files are
 */
public record ModelUser(String name, int uid, int gid, Path home) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}");
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** A line of the system's list of users: name, password, numbers of user and group, comment, home, shell. */
    private static final Pattern ENTRY = Pattern.compile("(?m)^[^:\n]*:[^:\n]*:(\\d+):(\\d+):[^:\n]*:(/[^:\n]*):");

    public ModelUser {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "--model-user %s: expected the name of a user, e.g. nobody".formatted(Printable.value(name)));
        }
    }

    /**
     * Asks the system for the user.
     *
     * @param environment of this process
     * @throws IllegalArgumentException if the text cannot be a user name
     * @throws Failure of kind UNAVAILABLE if there is no such user
     */
    public static ModelUser named(String name, Map<String, String> environment) {
        ModelUser asked = new ModelUser(name, 0, 0, Path.of("/"));
        Path folder = PrivateFolder.within(Path.of(System.getProperty("java.io.tmpdir")), "precalc-user-");
        try {
            Path said = folder.resolve("said.log");
            new ExternalCommand(
                            List.of("getent", "passwd", asked.name()),
                            folder,
                            said,
                            ModelEnvironment.of(environment, folder))
                    .run(LONGEST);
            Matcher entry = ENTRY.matcher(LogText.tail(said, 0, 4096));
            if (!entry.find()) {
                throw Failure.unavailable(
                        "this machine has no user %s: create one, e.g. with 'sudo useradd --create-home %s',"
                                        .formatted(name, name)
                                + " or name another with --model-user");
            }
            return new ModelUser(
                    name, Integer.parseInt(entry.group(1)), Integer.parseInt(entry.group(2)), Path.of(entry.group(3)));
        } catch (IOException e) {
            throw Failure.unavailable(
                    "cannot look up the user %s (%s); omit --model-user where there is no getent"
                            .formatted(name, ExternalCommand.reason(e)),
                    e);
        } catch (InterruptedException e) {
            throw Stop.interrupted("stopped before the model was started", e);
        } finally {
            PrivateFolder.delete(folder);
        }
    }

    /** The part of our environment that the user's programs get. */
    public Map<String, String> environment(Map<String, String> environment) {
        Map<String, String> theirs = new HashMap<>(environment);
        theirs.put("HOME", home.toString());
        theirs.put("USER", name);
        theirs.put("LOGNAME", name);
        theirs.remove("SHELL");
        return Map.copyOf(theirs);
    }

    /** The command, run as the user. It replaces the program that changes the user, so that this process stays its parent. */
    public List<String> command(List<String> args) {
        List<String> all = new ArrayList<>(List.of(
                "setpriv", "--reuid", name, "--regid", String.valueOf(gid), "--init-groups", "--no-new-privs", "--"));
        all.addAll(args);
        return all;
    }

    /** Lets the user pass through the folder, without seeing what is in it. */
    public void letThrough(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }

    /** Makes the folder one that only the user, and root, can use. */
    public void give(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.setAttribute(folder, "unix:gid", gid);
        Files.setAttribute(folder, "unix:uid", uid);
    }
}
