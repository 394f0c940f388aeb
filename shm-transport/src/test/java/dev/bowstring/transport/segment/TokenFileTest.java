package dev.bowstring.transport.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
    @TempDir
    Path folder;

    @Test
    void shouldBeReadByItsOwnerAlone() throws Exception {
        Path file = folder.resolve("token");

        TokenFile.create(file, "0123abcd");

        assertThat(TokenFile.read(file)).contains("0123abcd");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> TokenFile.create(file, "other")).isInstanceOf(SegmentException.class);
        assertThat(TokenFile.read(folder.resolve("none"))).isEmpty();
    }

    @Test
    void shouldNotTrustWhatSomebodyElseCouldHavePlanted() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "planted");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Path own = folder.resolve("own");
        TokenFile.create(own, "mine");
        Path link = Files.createSymbolicLink(folder.resolve("link"), own);

        assertThatThrownBy(() -> TokenFile.read(file))
                .isInstanceOf(SegmentException.class)
                .hasMessageContaining("not a file of this user alone");
        assertThatThrownBy(() -> TokenFile.read(link)).isInstanceOf(SegmentException.class);
        assertThat(Ownership.isPrivateDirectory(own)).isFalse();
        assertThat(Ownership.isPrivateFile(folder)).isFalse();
    }
}
