package dev.bowstring.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Headlines as an SVG: lines over the size of the payload where there are several sizes, else bars. Logarithmic. */
final class Plot {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 380;
    private static final int LEFT = 80;
    private static final int RIGHT = 190;
    private static final int TOP = 20;
    private static final int BOTTOM = 50;
    private static final int BAR = 24;
    private static final List<String> COLOURS = List.of(
            "#d62728", "#7f7f7f", "#1f77b4", "#2ca02c", "#9467bd", "#8c564b", "#e377c2", "#17becf", "#bcbd22",
            "#ff7f0e");

    private final Map<String, List<Measurement>> series;
    private final StringBuilder svg = new StringBuilder();
    private final double least;
    private final double most;
    private final int smallest;
    private final int largest;
    private final boolean rate;
    private final boolean inFloors;

    /** At least one, all of them measured and of one kind. */
    Plot(List<Measurement> all) {
        series = all.stream()
                .collect(Collectors.groupingBy(Measurement::contender, LinkedHashMap::new, Collectors.toList()));
        rate = all.get(0).rate();
        inFloors = all.get(0).inFloors();
        least = all.stream().mapToDouble(Plot::value).min().orElseThrow() / 1.3;
        most = all.stream().mapToDouble(Plot::value).max().orElseThrow() * 1.3;
        smallest = all.stream().mapToInt(one -> one.cell().bytes()).min().orElseThrow();
        largest = all.stream().mapToInt(one -> one.cell().bytes()).max().orElseThrow();
    }

    private static double value(Measurement one) {
        return Math.max(1e-3, one.median(one::compared));
    }

    String svg() {
        int height = smallest == largest ? TOP + BOTTOM + BAR * series.size() : HEIGHT;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" font-size=\"12\" "
                        + "font-family=\"sans-serif\" style=\"background: #fff\">%n",
                WIDTH, height, WIDTH);
        if (smallest == largest) {
            bars();
        } else {
            grid();
            int index = 0;
            for (Map.Entry<String, List<Measurement>> one : series.entrySet()) {
                line(one.getKey(), one.getValue(), COLOURS.get(index % COLOURS.size()), index);
                index++;
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private void bars() {
        int index = 0;
        for (Map.Entry<String, List<Measurement>> one : series.entrySet()) {
            double value = value(one.getValue().get(0));
            int y = TOP + BAR * index;
            double length = (WIDTH - 2.0 * RIGHT) * share(value);
            String colour = COLOURS.get(index % COLOURS.size());
            add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", RIGHT - 10, y + 15, one.getKey());
            add(
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                    RIGHT, y, length, BAR - 6, colour);
            add("<text x=\"%.1f\" y=\"%d\">%s</text>%n", RIGHT + length + 6, y + 15, shown(value));
            index++;
        }
        add("<text x=\"%d\" y=\"%d\">%s (logarithmic)</text>%n", RIGHT, TOP + BAR * index + 20, unit());
    }

    private void grid() {
        for (double tick = Math.pow(10, Math.floor(Math.log10(least))); tick <= most; tick *= 10) {
            if (tick >= least) {
                double y = y(tick);
                add("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, y, WIDTH - RIGHT, y);
                add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n", LEFT - 8, y + 4, shown(tick));
            }
        }
        series.values().stream()
                .flatMap(List::stream)
                .map(one -> one.cell().bytes())
                .distinct()
                .forEach(bytes -> add(
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                        x(bytes), HEIGHT - BOTTOM + 20, size(bytes)));
        add("<text x=\"%d\" y=\"%d\">%s, by bytes of payload</text>%n", LEFT, HEIGHT - 10, unit());
    }

    private void line(String name, List<Measurement> points, String colour, int index) {
        String path = points.stream()
                .map(one -> String.format(Locale.ROOT, "%.1f,%.1f", x(one.cell().bytes()), y(value(one))))
                .collect(Collectors.joining(" "));
        int thick = name.startsWith("Bowstring") ? 3 : 1;
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%d\"/>", path, colour, thick);
        for (Measurement one : points) {
            add(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s, %,d bytes: %s</title></circle>",
                    x(one.cell().bytes()),
                    y(value(one)),
                    colour,
                    name,
                    one.cell().bytes(),
                    shown(value(one)));
        }
        int y = TOP + 18 * index + 10;
        add(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"3\"/>",
                WIDTH - RIGHT + 15, y, WIDTH - RIGHT + 35, y, colour);
        add("<text x=\"%d\" y=\"%d\">%s</text>%n", WIDTH - RIGHT + 42, y + 4, name);
    }

    private double x(int bytes) {
        double from = Math.log(Math.max(4, smallest));
        return LEFT
                + 20
                + (WIDTH - LEFT - RIGHT - 40) * (Math.log(Math.max(4, bytes)) - from) / (Math.log(largest) - from);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share(value);
    }

    private double share(double value) {
        return Math.max(0, Math.log(value / least) / Math.log(most / least));
    }

    private String unit() {
        return rate ? "messages per second" : inFloors ? "times the floor of the moment" : "microseconds, median";
    }

    private String shown(double value) {
        return value < 1
                ? String.format(Locale.ROOT, "%.3g", value)
                : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value);
    }

    private static String size(int bytes) {
        return bytes < 1024 ? bytes + " B" : bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
