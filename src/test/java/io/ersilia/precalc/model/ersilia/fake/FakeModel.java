package io.ersilia.precalc.model.ersilia.fake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The truth for each molecule: a number that no other has, and its length; the stand-ins compute the same. */
public final class FakeModel {

    public static final List<String> COLUMNS = List.of("number", "length");

    private FakeModel() {}

    public static List<String> cells(String smiles) {
        double number = Integer.parseInt(md5(smiles).substring(0, 6), 16) / 100.0;
        return List.of(Double.toString(number), Double.toString(smiles.length()));
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
