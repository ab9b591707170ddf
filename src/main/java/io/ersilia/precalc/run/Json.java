package io.ersilia.precalc.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of a run as JSON: snake case, ISO times; unknown fields of later versions are ignored. */
public final class Json {

    /** Shared by everything that reads or writes JSON; not modified after creation. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN) // 500, not 5E+2
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
            .build();

    private Json() {}

    /** The record as indented JSON with a final line end. */
    public static byte[] bytes(Object value) {
        return (text(value) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The record as one line of JSON with a line end, for large data that people rarely read. */
    public static byte[] line(Object value) {
        return (compact(value) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The record as JSON on one line. */
    public static String compact(Object value) {
        return written(MAPPER.writer(), value);
    }

    /** Reads what {@link #compact} wrote; rejects any other text with an {@link IllegalArgumentException}. */
    public static <T> T parse(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the JSON of a %s".formatted(type.getSimpleName()), e);
        }
    }

    /** The record as indented JSON. */
    public static String text(Object value) {
        return written(MAPPER.writerWithDefaultPrettyPrinter(), value);
    }

    private static String written(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot write %s as JSON".formatted(value.getClass()), e);
        }
    }

    /** Writes the record as {@link #bytes} has it, for more of it than fits into memory as text; the writer stays open. */
    public static void write(Object value, Writer out) throws IOException {
        MAPPER.writerWithDefaultPrettyPrinter()
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .writeValue(out, value);
        out.append('\n').flush();
    }

    /** Rejects components that Jackson left null although the record does not allow it. */
    public static void requireWhole(@Nullable Object read) throws IOException {
        if (read instanceof List<?> list) {
            for (Object one : list) {
                if (one != null) {
                    requireWhole(one);
                }
            }
        }
        if (read == null) {
            throw new IOException("it is null");
        }
        if (!read.getClass().isRecord()) {
            return;
        }
        for (RecordComponent part : read.getClass().getRecordComponents()) {
            Object value = value(part, read);
            if (value != null) {
                requireWhole(value);
            } else if (!part.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw new IOException("it has no %s".formatted(snakeCase(part.getName())));
            }
        }
    }

    private static @Nullable Object value(RecordComponent part, Object of) {
        try {
            Method accessor = part.getAccessor();
            accessor.setAccessible(true); // also of a private record
            return accessor.invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot look into " + part, e);
        }
    }

    private static String snakeCase(String name) {
        return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(name);
    }

    /** Reads a record; {@code name} is the file that error messages name. */
    public static <T> T read(byte[] json, Class<T> type, String name) {
        try {
            T read = MAPPER.readValue(json, type);
            requireWhole(read);
            return read;
        } catch (IOException e) {
            if (e.getCause() instanceof NullPointerException) { // the record itself requires the missing field
                throw Failure.input("%s is not a %s: a field is missing; delete it to start again"
                        .formatted(name, type.getSimpleName()));
            }
            String said = e instanceof JsonProcessingException j ? j.getOriginalMessage() : e.getMessage();
            throw Failure.input("%s is not a %s: %s; delete it to start again"
                    .formatted(name, type.getSimpleName(), Printable.of(String.valueOf(said))));
        }
    }
}
