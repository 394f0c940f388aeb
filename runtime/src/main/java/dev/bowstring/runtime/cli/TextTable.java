package dev.bowstring.runtime.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows of columns as a person reads them: the first column to the left, the others to the right. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... titles) {
        rows.add(List.of(titles));
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** Nothing where there are titles alone. */
    @Override
    public String toString() {
        if (rows.size() == 1) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(GAP);
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String blanks = String.join("", Collections.nCopies(width(column) - cell.length(), " "));
                line.append(column == 0 ? cell + blanks : blanks + cell).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
