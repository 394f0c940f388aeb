package dev.bowstring.node.flow;

/** In which order results come that were worked out side by side. */
public enum Order {
    /** In the order of their messages: a slow one holds up those behind it. */
    ORDERED,

    /** As soon as they are there. */
    UNORDERED
}
