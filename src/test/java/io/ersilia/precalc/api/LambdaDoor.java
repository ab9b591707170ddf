package io.ersilia.precalc.api;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The function, with events as an API Gateway makes them of requests. */
final class LambdaDoor implements Door {

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final LambdaHandler handler;

    LambdaDoor(Map<String, String> environment) {
        handler = new LambdaHandler(environment);
    }

    LambdaHandler handler() {
        return handler;
    }

    @Override
    public Reply send(String method, String path, Map<String, String> headers, String body) {
        URI uri = URI.create(path);
        APIGatewayProxyRequestEvent event = new APIGatewayProxyRequestEvent()
                .withHttpMethod(method)
                .withPath(uri.getRawPath())
                .withQueryStringParameters(query(uri))
                .withHeaders(headers.isEmpty() ? null : headers)
                .withIsBase64Encoded(false)
                .withBody(body.isEmpty() ? null : body);
        return reply(handler.handleRequest(event, context()));
    }

    static Reply reply(APIGatewayProxyResponseEvent answer) {
        return new Reply(answer.getStatusCode(), answer.getHeaders(), answer.getBody());
    }

    @SuppressWarnings("NullAway") // an event has null where there is no query
    private static Map<String, String> query(URI uri) {
        if (uri.getRawQuery() == null) {
            return null;
        }
        Map<String, String> query = new HashMap<>();
        for (String one : uri.getRawQuery().split("&", -1)) {
            String[] pair = one.split("=", 2);
            query.put(pair[0], pair.length == 1 ? "" : pair[1]);
        }
        return query;
    }

    @Override
    public List<String> log() {
        return log;
    }

    @Override
    public void close() {}

    /** What the runtime hands to a function. */
    Context context() {
        return new Invocation();
    }

    @SuppressWarnings("NullAway") // what nobody asks for is null
    private final class Invocation implements Context, LambdaLogger {

        @Override
        public String getAwsRequestId() {
            return "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
        }

        @Override
        public LambdaLogger getLogger() {
            return this;
        }

        @Override
        public void log(String line) {
            log.add(line);
        }

        @Override
        public void log(byte[] line) {
            log.add(new String(line, StandardCharsets.UTF_8));
        }

        @Override
        public String getLogGroupName() {
            return "group";
        }

        @Override
        public String getLogStreamName() {
            return "stream";
        }

        @Override
        public String getFunctionName() {
            return "lookup";
        }

        @Override
        public String getFunctionVersion() {
            return "1";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "arn";
        }

        @Override
        public CognitoIdentity getIdentity() {
            return null;
        }

        @Override
        public ClientContext getClientContext() {
            return null;
        }

        @Override
        public int getRemainingTimeInMillis() {
            return 29_000;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 1024;
        }
    }
}
