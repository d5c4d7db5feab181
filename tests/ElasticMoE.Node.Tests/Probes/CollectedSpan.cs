namespace ElasticMoE.Node.Tests.Probes;

/// <summary>A span as it reaches a collector. Ids are hexadecimal; a root's parent is empty.</summary>
internal sealed record CollectedSpan(string Trace, string Id, string Parent, string Name)
{
    /// <summary>The spans of an ExportTraceServiceRequest, as opentelemetry/proto/collector/trace/v1 has it.</summary>
    public static IEnumerable<CollectedSpan> Read(byte[] request)
    {
        foreach (byte[] resource in Fields(request, 1))
        {
            foreach (byte[] scope in Fields(resource, 2))
            {
                foreach (byte[] span in Fields(scope, 2))
                    yield return new(Hex(span, 1), Hex(span, 2), Hex(span, 4), System.Text.Encoding.UTF8.GetString(Fields(span, 5).Single()));
            }
        }
    }

    private static string Hex(byte[] message, int field) => Convert.ToHexStringLower(Fields(message, field).SingleOrDefault() ?? []);

    /// <summary>The values of a field of a protobuf message, as often as it comes, where it is of the kind that has a length.</summary>
    private static List<byte[]> Fields(byte[] message, int wanted)
    {
        var found = new List<byte[]>();
        for (int at = 0; at < message.Length;)
        {
            long tag = Varint(message, ref at);
            int length = (tag & 7) switch
            {
                0 => (int)(Varint(message, ref at) * 0),
                1 => 8,
                2 => (int)Varint(message, ref at),
                5 => 4,
                _ => throw new InvalidDataException($"wire type {tag & 7}"),
            };
            if (tag >> 3 == wanted && (tag & 7) == 2)
                found.Add(message[at..(at + length)]);
            at += length;
        }
        return found;
    }

    private static long Varint(byte[] message, ref int at)
    {
        long value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = message[at++];
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
