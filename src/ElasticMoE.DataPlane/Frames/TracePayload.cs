using System.Diagnostics;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>Where a frame belongs in a trace: 16 bytes of trace id and 8 of the span it was sent under, as in W3C's traceparent. What isn't recorded isn't sent.</summary>
public static class TracePayload
{
    /// <summary>Bytes it takes.</summary>
    public const int Bytes = TraceIdBytes + SpanIdBytes;

    private const int TraceIdBytes = 16, SpanIdBytes = 8;

    /// <summary>Writes it.</summary>
    /// <returns>What is left of <paramref name="bytes"/>.</returns>
    public static Span<byte> Write(Span<byte> bytes, in ActivityContext trace)
    {
        trace.TraceId.CopyTo(bytes[..TraceIdBytes]);
        trace.SpanId.CopyTo(bytes[TraceIdBytes..Bytes]);
        return bytes[Bytes..];
    }

    /// <summary>Reads it; ids of zeros stand for none.</summary>
    /// <exception cref="FrameFault">It is cut short.</exception>
    public static ActivityContext Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Bytes)
            throw new FrameFault("a payload that is cut short");
        ReadOnlySpan<byte> trace = bytes[..TraceIdBytes], span = bytes[TraceIdBytes..Bytes];
        return trace.ContainsAnyExcept((byte)0) && span.ContainsAnyExcept((byte)0)
            ? new(ActivityTraceId.CreateFromBytes(trace), ActivitySpanId.CreateFromBytes(span), ActivityTraceFlags.Recorded, traceState: null, isRemote: true)
            : default;
    }
}
