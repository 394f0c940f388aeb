package dev.bowstring.examples.images;

/** An image as brightness from 0 to 255, and the edges in it after Sobel. */
final class GrayImage {
    private final int height;
    private final int width;
    private final float[] brightness;

    /** @param colours the red, green and blue of each pixel, row by row */
    GrayImage(int height, int width, Colours colours) {
        this.height = height;
        this.width = width;
        this.brightness = new float[height * width];
        for (int pixel = 0; pixel < brightness.length; pixel++) {
            int red = colours.at(3 * pixel) & 0xFF;
            int green = colours.at(3 * pixel + 1) & 0xFF;
            int blue = colours.at(3 * pixel + 2) & 0xFF;
            brightness[pixel] = 0.299f * red + 0.587f * green + 0.114f * blue;
        }
    }

    /** Where colours come from: a vector, or an array. */
    interface Colours {
        byte at(int index);
    }

    /** How much the brightness changes around a pixel; at the border, the image goes on as it ends. */
    float edge(int pixel) {
        int x = pixel % width;
        int y = pixel / width;
        float toTheRight = column(x + 1, y) - column(x - 1, y);
        float downwards = row(x, y + 1) - row(x, y - 1);
        return (float) Math.sqrt(toTheRight * toTheRight + downwards * downwards);
    }

    private float column(int x, int y) {
        return at(x, y - 1) + 2 * at(x, y) + at(x, y + 1);
    }

    private float row(int x, int y) {
        return at(x - 1, y) + 2 * at(x, y) + at(x + 1, y);
    }

    private float at(int x, int y) {
        int insideX = Math.max(0, Math.min(width - 1, x));
        int insideY = Math.max(0, Math.min(height - 1, y));
        return brightness[insideY * width + insideX];
    }
}
