package dev.bowstring.transport.control;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of the larger frames. */
final class PortCodec {
    private interface Writer<T> {
        void write(T element) throws IOException;
    }

    private interface Reader<T> {
        T read() throws IOException, ProtocolException;
    }

    private PortCodec() {}

    static void writeHello(Hello hello, DataOutputStream out) throws IOException {
        out.writeInt(hello.layoutVersion());
        out.writeUTF(hello.node());
        out.writeLong(hello.incarnation());
        out.writeUTF(hello.token());
        out.writeLong(hello.pid());
    }

    static Hello readHello(DataInputStream in) throws IOException {
        return new Hello(in.readInt(), in.readUTF(), in.readLong(), in.readUTF(), in.readLong());
    }

    static void writeRead(Frame.Read read, DataOutputStream out) throws IOException {
        writeList(read.outputs(), out, out::writeUTF);
        out.writeBoolean(read.blocking());
    }

    static Frame.Read readRead(DataInputStream in) throws IOException, ProtocolException {
        return new Frame.Read(readList(in, in::readUTF), in.readBoolean());
    }

    static void writeReading(Frame.Reading reading, DataOutputStream out) throws IOException {
        writeList(reading.inputs(), out, input -> writeInput(input, out));
        out.writeUTF(reading.refusal());
    }

    static Frame.Reading readReading(DataInputStream in) throws IOException, ProtocolException {
        return new Frame.Reading(readList(in, () -> readInput(in)), in.readUTF());
    }

    static void writeWelcome(Welcome welcome, DataOutputStream out) throws IOException {
        out.writeUTF(welcome.dataflow());
        writeList(welcome.inputs(), out, input -> writeInput(input, out));
        writeList(welcome.timers(), out, timer -> {
            out.writeUTF(timer.id());
            out.writeLong(timer.periodNs());
        });
        writeList(welcome.outputs(), out, output -> writeOutput(output, out));
        out.writeBoolean(welcome.eager());
        out.writeLong(welcome.startTimeoutNs());
    }

    static Welcome readWelcome(DataInputStream in) throws IOException, ProtocolException {
        return new Welcome(
                in.readUTF(),
                readList(in, () -> readInput(in)),
                readList(in, () -> new TimerPort(in.readUTF(), in.readLong())),
                readList(in, () -> readOutput(in)),
                in.readBoolean(),
                in.readLong());
    }

    private static void writeInput(InputPort input, DataOutputStream out) throws IOException {
        out.writeUTF(input.id());
        out.writeUTF(input.sourceNode());
        out.writeUTF(input.sourceOutput());
        out.writeInt(input.reader());
        out.writeBoolean(input.blocking());
        out.writeInt(input.queueSize());
        out.writeInt(input.maxHeld());
        out.writeLong(input.timeoutNs());
        out.writeBoolean(input.fromOwnCycle());
        out.writeBoolean(input.journal().isPresent());
        if (input.journal().isPresent()) {
            JournalPort journal = input.journal().get();
            out.writeUTF(journal.directory());
            out.writeInt(journal.appender());
            out.writeUTF(journal.startAt().kind().name());
            out.writeLong(journal.startAt().value());
        }
    }

    private static Optional<JournalPort> readJournal(DataInputStream in) throws IOException, ProtocolException {
        return in.readBoolean()
                ? Optional.of(
                        new JournalPort(in.readUTF(), in.readInt(), new StartAt(kind(in.readUTF()), in.readLong())))
                : Optional.empty();
    }

    private static StartAt.Kind kind(String name) throws ProtocolException {
        for (StartAt.Kind kind : StartAt.Kind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw new ProtocolException("unknown kind of place " + name);
    }

    private static InputPort readInput(DataInputStream in) throws IOException, ProtocolException {
        return new InputPort(
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readInt(),
                in.readBoolean(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readBoolean(),
                readJournal(in));
    }

    private static void writeOutput(OutputPort output, DataOutputStream out) throws IOException {
        out.writeUTF(output.id());
        out.writeLong(output.arenaBytes());
        out.writeLong(output.arenaMaxBytes());
        writeList(output.readerNodes(), out, out::writeUTF);
        out.writeInt(output.firstCounter());
    }

    private static OutputPort readOutput(DataInputStream in) throws IOException, ProtocolException {
        return new OutputPort(in.readUTF(), in.readLong(), in.readLong(), readList(in, in::readUTF), in.readInt());
    }

    private static <T> void writeList(List<T> list, DataOutputStream out, Writer<T> writer) throws IOException {
        out.writeInt(list.size());
        for (T element : list) {
            writer.write(element);
        }
    }

    private static <T> List<T> readList(DataInputStream in, Reader<T> reader) throws IOException, ProtocolException {
        int size = in.readInt();
        if (size < 0 || size > in.available()) { // every element takes at least one byte: a lie costs no memory
            throw new ProtocolException("list of " + size + " elements in " + in.available() + " bytes");
        }
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(reader.read());
        }
        return list;
    }
}
