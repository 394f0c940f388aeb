package dev.bowstring.transport.control;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;

/** Frames as bytes; see the picture in the description of the package. */
final class FrameCodec {
    /** The longest frame, without its length. */
    static final int MAX_LENGTH = 1 << 20;

    static final int LENGTH_BYTES = Integer.BYTES;

    /** A sentence for people is cut here. */
    static final int MAX_TEXT = 4096;

    private static final int HELLO = 1;
    private static final int REFUSED = 2;
    private static final int WELCOME = 3;
    private static final int READY = 4;
    private static final int GROW = 5;
    private static final int GROWN = 6;
    private static final int CORRUPT = 7;
    private static final int BYE = 8;
    private static final int BUSY = 9;
    private static final int STOP_RUN = 10;
    private static final int STOP_TAKEN = 11;
    private static final int READ = 12;
    private static final int READING = 13;

    private FrameCodec() {}

    /** The whole frame, length included. */
    static ByteBuffer encode(Frame frame) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(0);
            write(frame, out);
            ByteBuffer encoded = ByteBuffer.wrap(bytes.toByteArray());
            int length = encoded.limit() - LENGTH_BYTES;
            if (length > MAX_LENGTH) {
                throw new IllegalArgumentException("frame too long: length=" + length);
            }
            return encoded.putInt(0, length);
        } catch (IOException failure) {
            // Memory does not fail; a string of more than 64 KiB does, and names and reasons are shorter.
            throw new IllegalArgumentException("frame cannot be encoded: " + failure.getMessage(), failure);
        }
    }

    private static void write(Frame frame, DataOutputStream out) throws IOException {
        if (frame instanceof Hello hello) {
            out.writeByte(HELLO);
            PortCodec.writeHello(hello, out);
        } else if (frame instanceof Frame.Refused refused) {
            out.writeByte(REFUSED);
            out.writeUTF(shortened(refused.why()));
        } else if (frame instanceof Frame.Busy busy) {
            out.writeByte(BUSY);
            out.writeUTF(shortened(busy.why()));
        } else if (frame instanceof Welcome welcome) {
            out.writeByte(WELCOME);
            PortCodec.writeWelcome(welcome, out);
        } else if (frame instanceof Frame.Read read) {
            out.writeByte(READ);
            PortCodec.writeRead(read, out);
        } else if (frame instanceof Frame.Reading reading) {
            out.writeByte(READING);
            PortCodec.writeReading(new Frame.Reading(reading.inputs(), shortened(reading.refusal())), out);
        } else {
            writeSmall(frame, out);
        }
    }

    private static void writeSmall(Frame frame, DataOutputStream out) throws IOException {
        if (frame instanceof Frame.Grow grow) {
            out.writeByte(GROW);
            out.writeInt(grow.request());
            out.writeUTF(grow.output());
            out.writeLong(grow.minBytes());
        } else if (frame instanceof Frame.Grown grown) {
            out.writeByte(GROWN);
            out.writeInt(grown.request());
            out.writeInt(grown.arena());
            out.writeLong(grown.size());
        } else if (frame instanceof Frame.Corrupt corrupt) {
            out.writeByte(CORRUPT);
            out.writeUTF(corrupt.input());
            out.writeUTF(shortened(corrupt.what()));
        } else if (frame instanceof Frame.StopRun stop) {
            out.writeByte(STOP_RUN);
            out.writeBoolean(stop.now());
        } else if (frame instanceof Frame.StopTaken taken) {
            out.writeByte(STOP_TAKEN);
            out.writeLong(taken.pid());
        } else {
            out.writeByte(frame instanceof Frame.Ready ? READY : BYE);
        }
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    /** Reads the bytes of one frame, without its length. */
    static Frame decode(byte[] bytes) throws ProtocolException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int kind = -1;
        try {
            kind = in.readUnsignedByte();
            Frame frame = read(kind, in);
            if (in.available() > 0) {
                throw new ProtocolException("frame of kind " + kind + " has " + in.available() + " bytes too many");
            }
            return frame;
        } catch (EOFException | UTFDataFormatException failure) {
            throw new ProtocolException("frame of kind " + kind + " is broken: " + failure);
        } catch (IOException failure) {
            throw new IllegalStateException("memory cannot be read", failure);
        }
    }

    private static Frame read(int kind, DataInputStream in) throws IOException, ProtocolException {
        return switch (kind) {
            case HELLO -> PortCodec.readHello(in);
            case REFUSED -> new Frame.Refused(in.readUTF());
            case WELCOME -> PortCodec.readWelcome(in);
            case READY -> new Frame.Ready();
            case GROW -> new Frame.Grow(in.readInt(), in.readUTF(), in.readLong());
            case GROWN -> new Frame.Grown(in.readInt(), in.readInt(), in.readLong());
            case CORRUPT -> new Frame.Corrupt(in.readUTF(), in.readUTF());
            case BYE -> new Frame.Bye();
            case BUSY -> new Frame.Busy(in.readUTF());
            case READ -> PortCodec.readRead(in);
            case READING -> PortCodec.readReading(in);
            case STOP_RUN -> new Frame.StopRun(in.readBoolean());
            case STOP_TAKEN -> new Frame.StopTaken(in.readLong());
            default -> throw new ProtocolException("unknown kind of frame: " + kind);
        };
    }
}
