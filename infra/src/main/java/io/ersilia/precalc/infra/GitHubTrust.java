package io.ersilia.precalc.infra;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which workflows may assume the worker roles: those of one repository, on the given refs.
 *
 * @param repository as GitHub names it in its tokens: {@code OWNER/NAME}, or {@code OWNER@OWNER_ID/NAME@NAME_ID} for repositories
 *     that were created, renamed or transferred since July 2026 or that opted in. A repository sends only one of the two, and only
 *     that one is trusted: someone else could have taken a name that became free
 * @param provider the account's existing provider for GitHub, of which there can be only one; if empty, it is created
 */
record GitHubTrust(String repository, List<String> refs, Optional<String> provider) {

    static final String ISSUER = "token.actions.githubusercontent.com";
    static final String AUDIENCE = "sts.amazonaws.com";

    private static final String OWNER = "[A-Za-z0-9][A-Za-z0-9-]{0,38}";
    private static final String NAME = "[A-Za-z0-9._-]{1,100}";
    private static final String ID = "@[1-9]\\d{0,18}";

    /** With both ids or with neither. */
    private static final Pattern REPOSITORY =
            Pattern.compile("%s/%s|%s%s/%s%s".formatted(OWNER, NAME, OWNER, ID, NAME, ID));

    /** Full names only: a pattern such as {@code refs/heads/*} would trust every branch that anyone can push. */
    private static final Pattern REF = Pattern.compile("refs/(heads|tags)/[A-Za-z0-9._/+@#-]+");

    private static final Pattern PROVIDER =
            Pattern.compile("arn:[a-z-]+:iam::\\d{12}:oidc-provider/" + Pattern.quote(ISSUER));

    GitHubTrust {
        refs = List.copyOf(refs);
        if (!REPOSITORY.matcher(repository).matches()) {
            throw new WrongContextException(
                    "not a repository: '%s', give -c repository=OWNER/NAME or, with ids, OWNER@123/NAME@456"
                            .formatted(repository));
        }
        for (String ref : refs) {
            if (!REF.matcher(ref).matches()) {
                throw new WrongContextException(
                        "not a ref: '%s', give full names, e.g. -c refs=refs/heads/main,refs/tags/v1".formatted(ref));
            }
        }
        provider.filter(arn -> !PROVIDER.matcher(arn).matches()).ifPresent(arn -> {
            throw new WrongContextException(
                    "not GitHub's provider: '%s', give arn:aws:iam::ACCOUNT:oidc-provider/%s".formatted(arn, ISSUER));
        });
    }

    static GitHubTrust of(Context context) {
        List<String> refs = context.list("refs");
        return new GitHubTrust(
                context.required("repository", "OWNER/NAME"),
                refs.isEmpty() ? List.of("refs/heads/main") : refs,
                context.text("importProvider"));
    }

    /** The exact subjects that GitHub sends for workflows on these refs. */
    List<String> subjects() {
        return refs.stream()
                .map(ref -> "repo:%s:ref:%s".formatted(repository, ref))
                .toList();
    }
}
