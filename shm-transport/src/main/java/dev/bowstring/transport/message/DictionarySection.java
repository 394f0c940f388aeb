package dev.bowstring.transport.message;

/** Which nodes and buffers of a message block are the values of one dictionary. */
public record DictionarySection(long id, long rows, int firstNode, int nodes, int firstBuffer, int buffers) {}
