package dev.bowstring.transport.control;

import dev.bowstring.transport.segment.RunDirectory;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The address of a run's socket. */
final class ControlSocket {
    private ControlSocket() {}

    /** @throws ControlException if the path is longer than an address can be */
    static UnixDomainSocketAddress address(Path socket) {
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > RunDirectory.MAX_SOCKET_PATH) {
            throw new ControlException(
                    socket,
                    "has " + length + " bytes, the path of a socket may have " + RunDirectory.MAX_SOCKET_PATH,
                    "choose a shorter --shm-dir or run id");
        }
        return UnixDomainSocketAddress.of(socket);
    }
}
