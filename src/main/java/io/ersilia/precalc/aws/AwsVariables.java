package io.ersilia.precalc.aws;

import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/** AWS settings from environment variables, system properties and the current profile. A blank value counts as unset. */
record AwsVariables(Map<String, String> environment) {

    AwsVariables {
        environment = Map.copyOf(environment);
    }

    Optional<String> variable(String name) {
        return present(environment.get(name));
    }

    boolean isTrue(String variable) {
        return variable(variable).filter("true"::equalsIgnoreCase).isPresent();
    }

    Optional<String> property(String name) {
        return present(System.getProperty(name));
    }

    Optional<String> profileProperty(String name) {
        try {
            return ProfileFile.defaultProfileFile()
                    .profile(profileName())
                    .flatMap(profile -> profile.property(name))
                    .flatMap(AwsVariables::present);
        } catch (IllegalArgumentException e) {
            throw Failure.unavailable(
                    "cannot read the AWS profiles: %s: correct ~/.aws/config"
                            .formatted(Printable.of(String.valueOf(e.getMessage()))),
                    e);
        }
    }

    String profileName() {
        return variable("AWS_PROFILE").orElseGet(ProfileFileSystemSetting.AWS_PROFILE::getStringValueOrThrow);
    }

    private static Optional<String> present(@Nullable String text) {
        return Optional.ofNullable(text).map(String::trim).filter(t -> !t.isEmpty());
    }
}
