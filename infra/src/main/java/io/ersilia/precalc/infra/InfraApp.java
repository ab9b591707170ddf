package io.ersilia.precalc.infra;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/** What {@code cdk.json} starts: writes the stack as a template, checked by cdk-nag, for the account that deploys it. */
public final class InfraApp {

    private static final int WRONG_USAGE = 2;

    private InfraApp() {}

    public static void main(String[] args) {
        App app = new App();
        try {
            build(app);
        } catch (WrongContextException e) {
            System.err.println("precalc-infra: " + e.getMessage());
            System.exit(WRONG_USAGE);
        }
        app.synth();
    }

    /** The stack as the context asks for it; the rules of cdk-nag are errors that stop a deployment. */
    static PrecalcStack build(App app) {
        Settings settings = Settings.of(new Context(app.getNode()::tryGetContext));
        PrecalcStack stack = new PrecalcStack(app, settings);
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().verbose(true).build());
        return stack;
    }
}
