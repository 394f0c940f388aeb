package dev.bowstring.runtime.descriptor;

/** What a node runs. Its files existed when the dataflow was read. */
public sealed interface Program
        permits JarProgram, JavaSourceProgram, MainClassProgram, ExecutableProgram, DynamicProgram, RuntimeProgram {}
