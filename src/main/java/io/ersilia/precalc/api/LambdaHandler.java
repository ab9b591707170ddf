package io.ersilia.precalc.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.ersilia.precalc.molecule.Screening;
import io.ersilia.precalc.run.Failure;
import io.ersilia.precalc.run.Printable;
import io.ersilia.precalc.table.dynamodb.DynamoDbTables;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The lookup API as a function of AWS Lambda behind an API Gateway, which asks for the API key. {@code PRECALC_TABLE} is
 * {@code dynamodb:NAME}. Before SnapStart takes its picture, one read has loaded what the first request needs.
 */
public final class LambdaHandler
        implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent>, Resource {

    private static final String DYNAMODB = "dynamodb:";

    /** The time it takes to read the table and write the answer once all SMILES are known. */
    private static final Duration TO_ANSWER = Duration.ofSeconds(1);

    /** The only type that the gateway passes on as bytes; it compresses all others itself. */
    private static final String BINARY = "application/wasm";

    private final LookupApi api;

    /** Configured by the function's environment variables. */
    public LambdaHandler() {
        this(System.getenv());
    }

    LambdaHandler(Map<String, String> environment) {
        Locale.setDefault(Locale.ROOT); // %d has other digits in some languages
        String key = environment.getOrDefault("PRECALC_API_KEY", "");
        // Not a reference to the constructor of Screening: it would load part of the kit now.
        api = new LookupApi(
                DynamoDbTables.openToRead(table(environment), environment),
                () -> new Screening(),
                key.isEmpty() ? null : key);
        Core.getGlobalContext().register(this);
    }

    private static String table(Map<String, String> environment) {
        String uri = environment.getOrDefault("PRECALC_TABLE", "");
        if (!uri.startsWith(DYNAMODB)) {
            throw Failure.usage("PRECALC_TABLE is '%s': set it to dynamodb:NAME".formatted(Printable.of(uri)));
        }
        return uri.substring(DYNAMODB.length());
    }

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
        ApiAnswer answer = api.answer(
                request(event, context.getAwsRequestId()),
                TimeBudget.of(time(context)),
                line -> context.getLogger().log(line + "\n"));
        return new APIGatewayProxyResponseEvent()
                .withStatusCode(answer.status())
                .withHeaders(answer.headers())
                .withBody(
                        isPacked(answer)
                                ? Base64.getEncoder().encodeToString(answer.body())
                                : new String(answer.body(), StandardCharsets.UTF_8))
                .withIsBase64Encoded(isPacked(answer));
    }

    private static boolean isPacked(ApiAnswer answer) {
        return answer.headers().containsKey("content-encoding");
    }

    /** The usual time of a request, or what the function has left if that is less. */
    private static Duration time(Context context) {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(TO_ANSWER);
        return left.compareTo(ApiLimits.BUDGET) < 0 ? left : ApiLimits.BUDGET;
    }

    /** Parts that are absent from the event are null. */
    private static ApiRequest request(APIGatewayProxyRequestEvent event, String id) {
        Map<String, String> headers = new HashMap<>();
        present(event.getHeaders()).forEach((name, value) -> headers.put(name, Objects.requireNonNullElse(value, "")));
        if (!headers.containsValue(BINARY)) {
            headers.keySet().removeIf("accept-encoding"::equalsIgnoreCase);
        }
        return new ApiRequest(
                Objects.requireNonNullElse(event.getHttpMethod(), ""),
                Objects.requireNonNullElse(event.getPath(), ""),
                present(event.getQueryStringParameters()).get("from"),
                headers,
                body(event),
                id);
    }

    private static Map<String, String> present(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static byte[] body(APIGatewayProxyRequestEvent event) {
        String body = Objects.requireNonNullElse(event.getBody(), "");
        if (!Boolean.TRUE.equals(event.getIsBase64Encoded())) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            return body.getBytes(StandardCharsets.UTF_8); // not JSON either: refused as such
        }
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        api.prime();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        // Open connections are gone; the client notices and opens new ones.
    }
}
