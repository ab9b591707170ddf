package io.ersilia.precalc.dataset;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The definition of a table of Amazon Athena over the predictions of a dataset in Parquet. Beside them are files that are not
 * rows of the table; so its location is a folder with a list of the one file that is, as S3 Inventory has it.
 *
 * @param name of the table, before it is made a name that Athena takes
 */
public record AthenaTable(String name, DatasetPlace place, Schema schema) {

    /** The list, below the place of the dataset. */
    public static final String LIST = "athena/symlink.txt";

    /** What the list says. */
    public String list() {
        return place.uri(place.data()) + "\n";
    }

    /** The statement. Columns are found by their position, so that their names need not be those of the file. */
    public String statement() {
        Set<String> taken = new HashSet<>();
        List<String> columns = new ArrayList<>();
        for (DataColumn column : schema.single()) {
            columns.add(
                    "  `%s` %s%s".formatted(free(column.name(), taken), type(column.type()), comment(column.name())));
        }
        if (schema.listed() > 0) {
            List<DataColumn> all = schema.columns();
            columns.add("  `%s` array<%s>"
                    .formatted(
                            free(Schema.LIST, taken),
                            type(all.get(all.size() - 1).type())));
        }
        return """
                CREATE EXTERNAL TABLE `%s` (
                %s
                )
                ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
                WITH SERDEPROPERTIES ('parquet.column.index.access' = 'true')
                STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'
                OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
                LOCATION '%s';
                """.formatted(
                plain(name), String.join(",\n", columns), text(place.uri(LIST.substring(0, LIST.indexOf('/') + 1))));
    }

    private static String type(DataType type) {
        return switch (type.kind()) {
            case INTEGER -> "bigint";
            case FLOAT -> "double";
            case TEXT -> "string";
            case DECIMAL -> type.toString();
        };
    }

    /** Athena takes small letters, digits and underscores. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    }

    private static String free(String name, Set<String> taken) {
        String free = plain(name);
        for (int number = 2; !taken.add(free); number++) {
            free = plain(name) + "_" + number;
        }
        return free;
    }

    private static String comment(String name) {
        return plain(name).equals(name) ? "" : " COMMENT '%s'".formatted(text(name));
    }

    private static String text(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }
}
