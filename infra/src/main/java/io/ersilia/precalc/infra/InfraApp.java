package io.ersilia.precalc.infra;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/** The app that {@code cdk.json} starts: writes the template of the stack and checks it with cdk-nag. */
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

    /** The stack with the settings of the context. A violated cdk-nag rule is an error and stops the deployment. */
    static PrecalcStack build(App app) {
        Settings settings = Settings.of(new Context(app.getNode()::tryGetContext));
        PrecalcStack stack = new PrecalcStack(app, settings);
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().verbose(true).build());
        return stack;
    }
}
