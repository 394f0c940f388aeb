package dev.bowstring.transport.message;

import dev.bowstring.transport.layout.MessageBlockLayout;

/** How many entries each section of a message block has; from this follow all offsets and the length of the block. */
public record MessageShape(int blocks, int nodes, int buffers, int dictionaries, int variadic, int metadataBytes) {

    int nodesAt() {
        return MessageBlockLayout.HEADER_LENGTH + blocks * MessageBlockLayout.BLOCK_LENGTH;
    }

    int buffersAt() {
        return nodesAt() + nodes * MessageBlockLayout.NODE_LENGTH;
    }

    int dictionariesAt() {
        return buffersAt() + buffers * MessageBlockLayout.BUFFER_LENGTH;
    }

    int variadicAt() {
        return dictionariesAt() + dictionaries * MessageBlockLayout.DICTIONARY_LENGTH;
    }

    int metadataAt() {
        return variadicAt() + variadic * MessageBlockLayout.VARIADIC_LENGTH;
    }

    /** The length of the whole message block in bytes, not rounded. */
    public int length() {
        return metadataAt() + metadataBytes;
    }

    /** The same shape with metadata of another length. */
    public MessageShape withMetadataBytes(int bytes) {
        return new MessageShape(blocks, nodes, buffers, dictionaries, variadic, bytes);
    }
}
