using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Requests;

namespace ElasticMoE.DataPlane.Tests.Requests;

/// <summary>Requests and what becomes of them, as bytes.</summary>
public sealed class RequestPayloadTests
{
    private static readonly TokenRequest s_full = new()
    {
        Tokens = new[] { 5, 6, 7 },
        PromptLength = 2,
        Seed = 0x1122334455667788,
        Choice = 3,
        OutputMax = 9,
        TopLogprobs = 1,
        Revision = new Revision(4),
        IgnoreEos = true,
        WithText = true,
        StopIds = [8],
        StopStrings = ["é"],
        Sampling = new() { Temperature = 0.5f, TopK = 2, TopP = 0.75f, MinP = 0.25f, RepetitionPenalty = 1.5f, PresencePenalty = -1, FrequencyPenalty = 2, LogitBias = [new(6, -3)] },
        Gate = new() { Temperature = 2, Noise = 0.5f, ActiveExperts = 3, CapacityFactor = 1.25f, Biases = [new(new ExpertId(1, 2), 4)] },
        Grammar = new(GrammarKind.JsonSchema, "{}"),
    };

    [Fact]
    public void ASubmitsBytes()
    {
        const string golden =
            "03000000050000000600000007000000" + "02000000" + "8877665544332211" + "03000000" + "09000000" + "01000000" + "04000000" + "0101" + "0100000008000000"
            + "01000000" + "0200C3A9" + "0000003F" + "02000000" + "0000403F" + "0000803E" + "0000C03F" + "000080BF" + "00000040" + "0100000006000000" + "000040C0"
            + "00000040" + "0000003F" + "03000000" + "0000A03F" + "01000000" + "01000200" + "00008040" + "01" + "01" + "02000000" + "7B7D";
        Assert.Equal(golden, Convert.ToHexString(RequestPayload.Write(s_full)));
        AssertSame(s_full, RequestPayload.Read(Convert.FromHexString(golden)));
    }

    [Fact]
    public void DefaultsComeBackAsDefaults() => AssertSame(new TokenRequest { Tokens = new[] { 1 }, PromptLength = 1 }, RequestPayload.Read(RequestPayload.Write(new TokenRequest { Tokens = new[] { 1 } })));

    [Fact]
    public void WhatIsCutShortOrGoesOnIsRefused()
    {
        byte[] whole = RequestPayload.Write(s_full);
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<FrameFault>(() => RequestPayload.Read(whole.AsSpan(0, length)));
        Assert.Throws<FrameFault>(() => RequestPayload.Read([.. whole, 0]));
    }

    [Fact]
    public void NoiseIsRefusedWithoutHarm()
    {
        var random = new Random(3);
        byte[] whole = RequestPayload.Write(s_full);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = [.. whole];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Record(() => RequestPayload.Read(damaged));
            Record(() => TokenPayload.ReadToken(damaged));
            Record(() => TokenPayload.ReadFinish(damaged));
            Record(() => TokenPayload.ReadStatus(damaged));
        }

        static void Record<T>(Func<T> read) => Assert.True(Xunit.Record.Exception(() => { read(); }) is null or FrameFault);
    }

    [Fact]
    public void ATokensBytes()
    {
        const string golden = "07000000" + "2A000000" + "000000000000E0BF" + "01" + "09000000" + "000000000000F0BF";
        Assert.Equal(golden, Convert.ToHexString(TokenPayload.Write(new GeneratedToken(7, 42, -0.5, new TokenLogprob[] { new(9, -1) }))));
        GeneratedToken read = TokenPayload.ReadToken(Convert.FromHexString(golden));
        Assert.Equal((7, 42, -0.5, new TokenLogprob(9, -1)), (read.Position, read.Id, read.Logprob, Assert.Single(read.Top.ToArray())));
    }

    [Fact]
    public void ADonesBytes()
    {
        var finish = TokenFinish.Error(RequestFailure.Invalid, "m", "s");
        const string golden = "03" + "00" + "010073" + "01006D" + "00000000";
        Assert.Equal(golden, Convert.ToHexString(TokenPayload.Write(finish)));
        Assert.Equal(finish, TokenPayload.ReadFinish(Convert.FromHexString(golden)));
        var stop = new TokenFinish { Reason = FinishReason.Stop, CachedTokens = 32 };
        Assert.Equal("00FF0000000020000000", Convert.ToHexString(TokenPayload.Write(stop)));
        Assert.Equal(stop, TokenPayload.ReadFinish(TokenPayload.Write(stop)));
    }

    [Fact]
    public void ALoadsBytes()
    {
        var status = new TokenServiceStatus { Running = 1, Waiting = 2, CacheBlocks = 3, FreeBlocks = 4, Preemptions = 5, Steps = 6, PrefixBlocks = 7, PrefixTokens = 8, Fault = "f" };
        const string golden = "01000000" + "02000000" + "03000000" + "04000000" + "0500000000000000" + "0600000000000000" + "07000000" + "0800000000000000" + "010066";
        Assert.Equal(golden, Convert.ToHexString(TokenPayload.Write(status)));
        Assert.Equal(status, TokenPayload.ReadStatus(Convert.FromHexString(golden)));
    }

    private static void AssertSame(TokenRequest expected, TokenRequest actual)
    {
        Assert.Equal(expected.Tokens.ToArray(), actual.Tokens.ToArray());
        Assert.Equal(expected.StopIds, actual.StopIds);
        Assert.Equal(expected.StopStrings, actual.StopStrings);
        Assert.Equal(expected.Sampling.LogitBias, actual.Sampling.LogitBias);
        Assert.Equal(expected.Gate.Biases, actual.Gate.Biases);
        TokenRequest aligned = actual with
        {
            Tokens = expected.Tokens,
            StopIds = expected.StopIds,
            StopStrings = expected.StopStrings,
            Sampling = actual.Sampling with { LogitBias = expected.Sampling.LogitBias },
            Gate = actual.Gate with { Biases = expected.Gate.Biases },
        };
        Assert.Equal(expected, aligned);
    }
}
