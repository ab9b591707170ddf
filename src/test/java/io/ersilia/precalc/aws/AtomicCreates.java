package io.ersilia.precalc.aws;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/**
 * Lets the S3 test server take one conditional write at a time: by itself it looks for the object and then writes it,
 * where S3 does both at once. The server finds this class by {@code META-INF/spring}.
 */
public final class AtomicCreates extends HttpFilter {

    private final transient Object oneAtATime = new Object();

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain server)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && http.getHeader("If-None-Match") != null) {
            synchronized (oneAtATime) {
                server.doFilter(request, response);
            }
        } else {
            server.doFilter(request, response);
        }
    }
}
