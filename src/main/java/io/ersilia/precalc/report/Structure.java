package io.ersilia.precalc.report;

import io.ersilia.precalc.molecule.Depiction;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The drawn structure of a molecule in a page. The chemistry kit's picture is rewritten shape by shape, so that nothing else
 * in it reaches the page.
 */
final class Structure {

    private static final Set<String> SHAPES = Set.of("rect", "line", "circle", "path");

    private static final Pattern ATTRIBUTES =
            Pattern.compile("d|[xy][12]?|c[xy]|r|width|height|fill|stroke(-width|-linecap|-linejoin)?");
    private static final String NO_DTD = "http://apache.org/xml/features/nonvalidating/load-external-dtd";

    private Structure() {}

    /** Draws the molecule; writes nothing if it cannot be drawn. */
    static void write(Html html, String smiles) {
        Depiction.svg(smiles)
                .map(Structure::parsed)
                .ifPresent(picture -> html.in(
                        "svg.structure",
                        () -> shapes(html, picture),
                        "role",
                        "img",
                        "aria-label",
                        "structure",
                        "viewBox",
                        picture.getAttribute("viewBox")));
    }

    private static void shapes(Html html, Element parent) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element shape && SHAPES.contains(shape.getTagName())) {
                html.mark(shape.getTagName(), attributes(shape));
            } else if (node instanceof Element group && group.getTagName().equals("g")) {
                html.in("g", () -> shapes(html, group), attributes(group));
            }
        }
    }

    private static String[] attributes(Element shape) {
        List<String> attributes = new ArrayList<>();
        for (int i = 0; i < shape.getAttributes().getLength(); i++) {
            Node attribute = shape.getAttributes().item(i);
            if (ATTRIBUTES.matcher(attribute.getNodeName()).matches()) {
                attributes.add(attribute.getNodeName());
                attributes.add(attribute.getNodeValue());
            }
        }
        return attributes.toArray(String[]::new);
    }

    private static Element parsed(String svg) {
        try {
            DocumentBuilderFactory parsers = DocumentBuilderFactory.newDefaultInstance();
            parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            parsers.setFeature(NO_DTD, false);
            return parsers.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("the kit's own picture cannot be read", e);
        }
    }
}
