package io.ersilia.precalc.doctor;

import io.ersilia.precalc.aws.AwsApi;
import io.ersilia.precalc.aws.AwsLogin;
import io.ersilia.precalc.run.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The caller's identity, asked for once for all checks that need it. */
public final class Identity {

    private final AwsLogin login;
    private final List<AwsApi> services;
    private AwsLogin.@Nullable Caller caller;
    private @Nullable Failure failure;

    /** @param services the AWS services that store, table and library need */
    public Identity(AwsLogin login, List<AwsApi> services) {
        this.login = login;
        this.services = List.copyOf(services);
    }

    boolean isNeeded() {
        return !services.isEmpty();
    }

    List<AwsApi> services() {
        return services;
    }

    /** Whether AWS is asked: keys for a custom endpoint do not belong to AWS, and are not sent there. */
    boolean isAsked() {
        return login.endpoint(AwsApi.STS).isPresent()
                || services.stream().anyMatch(service -> login.endpoint(service).isEmpty());
    }

    String whyNot() {
        return "%s has an endpoint of its own, and AWS_ENDPOINT_URL_STS names none".formatted(services.get(0));
    }

    AwsLogin.Caller caller() {
        if (failure != null) {
            throw failure;
        }
        if (caller == null) {
            try {
                caller = login.caller();
            } catch (Failure e) {
                failure = e;
                throw e;
            }
        }
        return caller;
    }
}
