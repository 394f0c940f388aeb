package dev.bowstring.benchmarks.latency;

/**
 * What becomes of runs during which the floor moved.
 *
 * @param tries how often one is made, until the floor holds still; what is still missing is for the next round
 * @param keepsTheLast whether the last of them is kept all the same, and its row says so
 */
record Patience(int tries, boolean keepsTheLast) {
    /** Where time is short. */
    static final Patience NONE = new Patience(1, true);

    /** Where figures are to be published. */
    static Patience of(int tries) {
        return new Patience(tries, false);
    }
}
