package dev.longbeam.trace.export;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.List;

/**
 * The part of Perfetto's schema ({@code protos/perfetto/trace}) that the export uses: messages, fields, their numbers and types. What is in a
 * file and not in here fails.
 */
final class PerfettoSchema {
    private static final String PACKAGE = "perfetto.protos";
    private static final Descriptor TRACE = file().findMessageTypeByName("Trace");

    private PerfettoSchema() {
    }

    private static FileDescriptor file() {
        final EnumDescriptorProto.Builder type = EnumDescriptorProto.newBuilder().setName("Type");
        final List<String> types = List.of("TYPE_UNSPECIFIED", "TYPE_SLICE_BEGIN", "TYPE_SLICE_END", "TYPE_INSTANT", "TYPE_COUNTER");
        for (int i = 0; i < types.size(); i++) {
            type.addValue(EnumValueDescriptorProto.newBuilder().setName(types.get(i)).setNumber(i));
        }
        final FileDescriptorProto file = FileDescriptorProto.newBuilder().setName("trace.proto").setPackage(PACKAGE).setSyntax("proto2")
            .addMessageType(message("Trace", many(part("packet", 1, "TracePacket"))))
            .addMessageType(message("TracePacket", one("timestamp", 8, Type.TYPE_UINT64), one("trusted_packet_sequence_id", 10, Type.TYPE_UINT32),
                part("track_event", 11, "TrackEvent"), part("track_descriptor", 60, "TrackDescriptor")))
            .addMessageType(message("TrackDescriptor", one("uuid", 1, Type.TYPE_UINT64), one("name", 2, Type.TYPE_STRING),
                one("parent_uuid", 5, Type.TYPE_UINT64), part("counter", 8, "CounterDescriptor")))
            .addMessageType(message("CounterDescriptor", one("unit_name", 6, Type.TYPE_STRING)))
            .addMessageType(message("TrackEvent", many(part("debug_annotations", 4, "DebugAnnotation")),
                one("type", 9, Type.TYPE_ENUM).setTypeName('.' + PACKAGE + ".TrackEvent.Type"), one("track_uuid", 11, Type.TYPE_UINT64),
                many(one("categories", 22, Type.TYPE_STRING)), one("name", 23, Type.TYPE_STRING), one("counter_value", 30, Type.TYPE_INT64),
                many(one("flow_ids", 47, Type.TYPE_FIXED64)), many(one("terminating_flow_ids", 48, Type.TYPE_FIXED64)))
                .addEnumType(type))
            .addMessageType(message("DebugAnnotation", one("int_value", 4, Type.TYPE_INT64), one("string_value", 6, Type.TYPE_STRING),
                one("name", 10, Type.TYPE_STRING)))
            .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[0]);
        } catch (final DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DescriptorProto.Builder message(final String name, final FieldDescriptorProto.Builder... fields) {
        final DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        for (final FieldDescriptorProto.Builder field : fields) {
            message.addField(field);
        }
        return message;
    }

    private static FieldDescriptorProto.Builder one(final String name, final int number, final Type type) {
        return FieldDescriptorProto.newBuilder().setName(name).setNumber(number).setType(type).setLabel(Label.LABEL_OPTIONAL);
    }

    private static FieldDescriptorProto.Builder part(final String name, final int number, final String message) {
        return one(name, number, Type.TYPE_MESSAGE).setTypeName('.' + PACKAGE + '.' + message);
    }

    private static FieldDescriptorProto.Builder many(final FieldDescriptorProto.Builder field) {
        return field.setLabel(Label.LABEL_REPEATED);
    }

    /** The packets of a file. */
    @SuppressWarnings("unchecked")
    static List<Message> packets(final byte[] file) throws InvalidProtocolBufferException {
        final Message trace = DynamicMessage.parseFrom(TRACE, file);
        known(trace);
        return (List<Message>)trace.getField(field(trace, "packet"));
    }

    /** A message has no field that the schema does not know, or of another type, at any depth. */
    private static void known(final Message message) {
        if (!message.getUnknownFields().asMap().isEmpty()) {
            throw new AssertionError(message.getDescriptorForType().getName() + " has no fields " + message.getUnknownFields().asMap().keySet());
        }
        message.getAllFields().forEach((field, value) -> {
            if (value instanceof final Message part) {
                known(part);
            } else if (value instanceof final List<?> parts) {
                parts.forEach(part -> {
                    if (part instanceof final Message inner) {
                        known(inner);
                    }
                });
            }
        });
    }

    private static FieldDescriptor field(final Message message, final String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }

    static boolean has(final Message message, final String name) {
        return message.hasField(field(message, name));
    }

    static Message part(final Message message, final String name) {
        return (Message)message.getField(field(message, name));
    }

    static long number(final Message message, final String name) {
        return ((Number)message.getField(field(message, name))).longValue();
    }

    /** A text, or the name of an enum's value. */
    static String text(final Message message, final String name) {
        return message.getField(field(message, name)).toString();
    }

    @SuppressWarnings("unchecked")
    static List<Long> numbers(final Message message, final String name) {
        return (List<Long>)message.getField(field(message, name));
    }
}
