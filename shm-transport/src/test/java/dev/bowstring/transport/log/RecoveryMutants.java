package dev.bowstring.transport.log;

import dev.bowstring.transport.layout.Pin;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.sim.SimulatedFile;
import dev.bowstring.transport.sim.Words;
import dev.bowstring.transport.sim.WordsAround;

/** Recovery with one rule left out, each. */
final class RecoveryMutants {
    private RecoveryMutants() {}

    /** Recovery believes that nobody holds anything. */
    static final class RecoveryIgnoresPins extends Mutant {
        @Override
        Accesses publisher(LogWorld world) {
            return new Accesses() {
                private boolean recovering;

                @Override
                void recovering(boolean begins) {
                    recovering = begins;
                }

                @Override
                Words words(SimulatedFile file, Words words) {
                    return !world.readerFiles.contains(file)
                            ? words
                            : new WordsAround(words) {
                                @Override
                                public long load(int at, int length) {
                                    return recovering && at >= ReaderLayout.PINS ? Pin.NONE : super.load(at, length);
                                }
                            };
                }
            };
        }
    }
}
