package io.ersilia.precalc.dataset;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The definition of an Amazon Athena table over a Parquet dataset. The dataset's folder also holds files without rows, so the
 * table's location is a folder that contains a list of the one file with rows, as for S3 Inventory.
 *
 * @param name of the table, before it is turned into one that Athena accepts
 */
public record AthenaTable(String name, DatasetPlace place, Schema schema) {

    /** Path of the list, relative to the dataset. */
    public static final String LIST = "athena/symlink.txt";

    /** The content of the list. */
    public String list() {
        return place.uri(place.data()) + "\n";
    }

    /** The statement that creates the table. Columns are matched by position, so their names may differ from the file's. */
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

    /** The name in lower-case letters, digits and underscores, which is all that Athena accepts. */
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
