using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Requests;

/// <summary>A Submit's payload: all that a request's tokens depend on. docs/wire.md has the bytes.</summary>
public static class RequestPayload
{
    private const int None = -1;

    /// <summary>Whether a request asks for anything that the first version of the wire has no place for.</summary>
    public static bool IsExtended(TokenRequest request) => request.WithExperts || request.Trace != default;

    /// <summary>The request as a peer gets it that speaks the first version alone: nothing of its tokens is lost.</summary>
    public static TokenRequest WithoutExtension(TokenRequest request) => request with { WithExperts = false, Trace = default };

    /// <summary>The payload's bytes.</summary>
    public static byte[] Write(TokenRequest request)
    {
        var to = new WireWriter();
        to.I32s(request.Tokens.Span);
        to.I32(request.PromptLength ?? request.Tokens.Length);
        to.I64((long)request.Seed);
        to.I32((int)request.Choice);
        to.I32(request.OutputMax ?? None);
        to.I32(request.TopLogprobs ?? None);
        to.I32(request.Revision?.Value ?? None);
        to.Flag(request.IgnoreEos);
        to.Flag(request.WithText);
        to.I32s([.. request.StopIds]);
        to.I32(request.StopStrings.Count);
        foreach (string stop in request.StopStrings)
            to.Text(stop);
        Write(to, request.Sampling);
        Write(to, request.Gate);
        to.Flag(request.Grammar is not null);
        if (request.Grammar is { } grammar)
        {
            to.Byte((byte)grammar.Kind);
            to.LongText(grammar.Text);
        }
        if (IsExtended(request))
            WriteExtension(to, request);
        return to.ToArray();
    }

    /// <summary>Reads a payload. Whether the request can be served is for the engine to say.</summary>
    /// <exception cref="FrameFault">It is cut short, goes on behind its end, or has more of something than is allowed.</exception>
    public static TokenRequest Read(ReadOnlySpan<byte> payload)
    {
        var from = new WireReader(payload);
        var request = new TokenRequest
        {
            Tokens = from.I32s(),
            PromptLength = from.I32(),
            Seed = (ulong)from.I64(),
            Choice = (uint)from.I32(),
            OutputMax = OrNull(from.I32()),
            TopLogprobs = OrNull(from.I32()),
            Revision = OrNull(from.I32()) is { } revision ? new Revision(revision) : null,
            IgnoreEos = from.Flag(),
            WithText = from.Flag(),
            StopIds = AtMost(Limits.StopIdsMax, from.I32s()),
            StopStrings = ReadStops(ref from),
            Sampling = ReadSampling(ref from),
            Gate = ReadGate(ref from),
            Grammar = from.Flag() ? new(from.Named<GrammarKind>(), ReadGrammar(ref from)) : null,
        };
        if (from.HasMore)
            request = ReadExtension(request, ref from);
        from.End();
        return request;
    }

    private static void WriteExtension(WireWriter to, TokenRequest request)
    {
        to.Flag(request.WithExperts);
        to.Flag(request.Trace != default);
        if (request.Trace != default)
            to.Trace(request.Trace);
    }

    private static TokenRequest ReadExtension(TokenRequest request, ref WireReader from) =>
        request with { WithExperts = from.Flag(), Trace = from.Flag() ? from.Trace() : default };

    private static void Write(WireWriter to, SamplingOptions sampling)
    {
        to.F32(sampling.Temperature);
        to.I32(sampling.TopK);
        to.F32(sampling.TopP);
        to.F32(sampling.MinP);
        to.F32(sampling.RepetitionPenalty);
        to.F32(sampling.PresencePenalty);
        to.F32(sampling.FrequencyPenalty);
        to.I32(sampling.LogitBias.Count);
        foreach (LogitBias bias in sampling.LogitBias)
        {
            to.I32(bias.Id);
            to.F32(bias.Bias);
        }
    }

    private static SamplingOptions ReadSampling(ref WireReader from)
    {
        var sampling = new SamplingOptions
        {
            Temperature = from.F32(),
            TopK = from.I32(),
            TopP = from.F32(),
            MinP = from.F32(),
            RepetitionPenalty = from.F32(),
            PresencePenalty = from.F32(),
            FrequencyPenalty = from.F32(),
        };
        var biases = new LogitBias[AtMost(Limits.LogitBiasesMax, from.Count(8))];
        for (int i = 0; i < biases.Length; i++)
            biases[i] = new(from.I32(), from.F32());
        return sampling with { LogitBias = biases };
    }

    private static void Write(WireWriter to, GatePolicy gate)
    {
        to.F32(gate.Temperature);
        to.F32(gate.Noise);
        to.I32(gate.ActiveExperts ?? None);
        to.F32(gate.CapacityFactor ?? 0);
        TeamPayload.Put(to, gate.Biases);
    }

    private static GatePolicy ReadGate(ref WireReader from)
    {
        var gate = new GatePolicy { Temperature = from.F32(), Noise = from.F32(), ActiveExperts = OrNull(from.I32()) };
        float capacity = from.F32();
        return gate with { CapacityFactor = capacity == 0 ? null : capacity, Biases = TeamPayload.TakeBiases(ref from) };
    }

    private static string[] ReadStops(ref WireReader from)
    {
        string[] stops = new string[AtMost(Limits.StopStringsMax, from.Count(2))];
        for (int i = 0; i < stops.Length; i++)
            stops[i] = from.Text();
        return stops;
    }

    private static string ReadGrammar(ref WireReader from)
    {
        string text = from.LongText();
        return text.Length <= Limits.GrammarBytesMax ? text : throw new FrameFault($"a grammar of {text.Length} characters");
    }

    private static int? OrNull(int value) => value == None ? null : value;

    private static int AtMost(int most, int count) => count <= most ? count : throw new FrameFault($"a request with a list of {count}");

    private static int[] AtMost(int most, int[] values)
    {
        AtMost(most, values.Length);
        return values;
    }
}
