# The image of precalc for jobs and the lookup API: Java, the jar and nothing else; no shell, no root. docs/engines.md says how to run it.
# A release takes the jar that was tested instead of building it: --build-context jar=FOLDER replaces the stage of that name.
# To renew a digest: docker buildx imagetools inspect IMAGE
FROM maven:3.9.11-eclipse-temurin-17@sha256:e4a7ace3dc0d645ed97f8d9ad0b0d3f0b14fa8d150138f27f116d7105a639b82 AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml LICENSE ./
COPY src/main src/main
RUN mvn -B -ntp -q -Pjar-only package

FROM scratch AS jar
COPY --from=build /build/target/precalc.jar /precalc.jar

FROM gcr.io/distroless/java21-debian13:nonroot@sha256:0a1f5a75661918de9c0813f287f651c3bf2d6dd752eada5f084eb0c1f14ced9e
COPY --from=jar /precalc.jar /opt/precalc/precalc.jar
# By number, so that an engine can tell that it is not root.
USER 65532:65532
# The libraries for InChI and SQLite are unpacked into /tmp and loaded from there: it must be writable and allow execution, also where the
# rest is read-only.
ENTRYPOINT ["/usr/bin/java", "-jar", "/opt/precalc/precalc.jar"]
CMD ["--help"]
