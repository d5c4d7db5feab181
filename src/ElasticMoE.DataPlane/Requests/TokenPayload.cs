using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Requests;

/// <summary>What a router says of a request: its tokens, how it ended. docs/wire.md has the bytes.</summary>
public static class TokenPayload
{
    private const byte NoFailure = 255;

    /// <summary>A Token's payload.</summary>
    public static byte[] Write(in GeneratedToken token)
    {
        var to = new WireWriter();
        to.I32(token.Position);
        to.I32(token.Id);
        to.F64(token.Logprob);
        to.Byte((byte)token.Top.Length);
        foreach (TokenLogprob top in token.Top.Span)
        {
            to.I32(top.Id);
            to.F64(top.Logprob);
        }
        if (token.Experts.Length == 0)
            return to.ToArray();
        to.U16(token.Experts.Length);
        foreach (ExpertId expert in token.Experts.Span)
            to.Expert(expert);
        return to.ToArray();
    }

    /// <exception cref="FrameFault">It is none.</exception>
    public static GeneratedToken ReadToken(ReadOnlySpan<byte> payload)
    {
        var from = new WireReader(payload);
        (int position, int id, double logprob) = (from.I32(), from.I32(), from.F64());
        var top = new TokenLogprob[from.Byte()];
        if (top.Length > Limits.TopLogprobsMax)
            throw new FrameFault($"a token with {top.Length} others");
        for (int i = 0; i < top.Length; i++)
            top[i] = new(from.I32(), from.F64());
        ExpertId[] experts = from.HasMore ? ReadExperts(ref from) : [];
        from.End();
        return new(position, id, logprob, top) { Experts = experts };
    }

    private static ExpertId[] ReadExperts(ref WireReader from)
    {
        int count = from.U16();
        if (count is 0 or > Limits.LayersMax * Limits.ActiveExpertsMax)
            throw new FrameFault($"a token of {count} experts");
        var experts = new ExpertId[count];
        for (int i = 0; i < count; i++)
            experts[i] = from.Expert();
        return experts;
    }

    /// <summary>A Done's payload.</summary>
    public static byte[] Write(TokenFinish finish)
    {
        var to = new WireWriter();
        to.Byte((byte)finish.Reason);
        to.Byte(finish.Failure is { } failure ? (byte)failure : NoFailure);
        to.Text(finish.Subject ?? "");
        to.Text(finish.Message ?? "");
        to.I32(finish.CachedTokens);
        return to.ToArray();
    }

    /// <exception cref="FrameFault">It is none.</exception>
    public static TokenFinish ReadFinish(ReadOnlySpan<byte> payload)
    {
        var from = new WireReader(payload);
        var reason = from.Named<FinishReason>();
        byte failure = from.Byte();
        if (failure != NoFailure && !Enum.IsDefined((RequestFailure)failure))
            throw new FrameFault($"failure {failure}, which is none");
        (string subject, string message, int cached) = (from.Text(), from.Text(), from.I32());
        from.End();
        return new()
        {
            Reason = reason,
            Failure = failure == NoFailure ? null : (RequestFailure)failure,
            Subject = subject.Length == 0 ? null : subject,
            Message = message.Length == 0 ? null : message,
            CachedTokens = cached,
        };
    }

    /// <summary>A Load's payload.</summary>
    public static byte[] Write(TokenServiceStatus status)
    {
        var to = new WireWriter();
        to.I32(status.Running);
        to.I32(status.Waiting);
        to.I32(status.CacheBlocks);
        to.I32(status.FreeBlocks);
        to.I64(status.Preemptions);
        to.I64(status.Steps);
        to.I32(status.PrefixBlocks);
        to.I64(status.PrefixTokens);
        to.Text(status.Fault ?? "");
        return to.ToArray();
    }

    /// <exception cref="FrameFault">It is none.</exception>
    public static TokenServiceStatus ReadStatus(ReadOnlySpan<byte> payload)
    {
        var from = new WireReader(payload);
        var status = new TokenServiceStatus
        {
            Running = from.I32(),
            Waiting = from.I32(),
            CacheBlocks = from.I32(),
            FreeBlocks = from.I32(),
            Preemptions = from.I64(),
            Steps = from.I64(),
            PrefixBlocks = from.I32(),
            PrefixTokens = from.I64(),
        };
        string fault = from.Text();
        from.End();
        return status with { Fault = fault.Length == 0 ? null : fault };
    }
}
