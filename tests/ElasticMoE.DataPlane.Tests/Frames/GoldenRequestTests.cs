using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Requests;

namespace ElasticMoE.DataPlane.Tests.Frames;

/// <summary>The page's frames between gateway and router, read and written again.</summary>
public sealed class GoldenRequestTests
{
    [Fact]
    public void ASubmitHasEveryField()
    {
        TokenRequest request = RequestPayload.Read(GoldenFrameTests.Read(FrameKind.Submit, Header(FrameKind.Submit)));
        Assert.Equal([5, 6, 7], request.Tokens.ToArray());
        Assert.Equal((2, 0x1122334455667788ul, 3u, 9, 1), (request.PromptLength, request.Seed, request.Choice, request.OutputMax, request.TopLogprobs));
        Assert.Equal((0.5f, 2, 1.25f, "{}"), (request.Sampling.Temperature, request.Sampling.TopK, request.Gate.CapacityFactor, request.Grammar!.Text));
        GoldenFrameTests.Written(FrameKind.Submit, RequestPayload.Write(request));
    }

    [Fact]
    public void ATokenHasItsPosition()
    {
        GeneratedToken token = TokenPayload.ReadToken(GoldenFrameTests.Read(FrameKind.Token, Header(FrameKind.Token)));
        Assert.Equal((7, 42, -0.5, new TokenLogprob(9, -1)), (token.Position, token.Id, token.Logprob, Assert.Single(token.Top.ToArray())));
        GoldenFrameTests.Written(FrameKind.Token, TokenPayload.Write(token));
    }

    [Fact]
    public void AnEndHasItsReason()
    {
        TokenFinish finish = TokenPayload.ReadFinish(GoldenFrameTests.Read(FrameKind.Done, Header(FrameKind.Done)));
        Assert.Equal(TokenFinish.Error(RequestFailure.Invalid, "m", "s") with { CachedTokens = 16 }, finish);
        GoldenFrameTests.Written(FrameKind.Done, TokenPayload.Write(finish));
    }

    [Fact]
    public void ACancellationSaysNothing()
    {
        Assert.Empty(GoldenFrameTests.Read(FrameKind.Cancel, Header(FrameKind.Cancel)));
        GoldenFrameTests.Written(FrameKind.Cancel, []);
    }

    [Fact]
    public void TeamsHaveTheirExperts()
    {
        TeamBook book = TeamPayload.Read(GoldenFrameTests.Read(FrameKind.Teams, new FrameHeader { Kind = FrameKind.Teams }));
        Assert.Equal(new Epoch(5, 7), book.Epoch);
        Assert.Equal(new ExpertTeam("sql", [new(new(1, 3), 1), new(new(2, 7), 2.5f)]), Assert.Single(book.Teams));
        GoldenFrameTests.Written(FrameKind.Teams, TeamPayload.Write(book));
    }

    [Fact]
    public void ALoadHasItsNumbers()
    {
        TokenServiceStatus status = TokenPayload.ReadStatus(GoldenFrameTests.Read(FrameKind.Load, new FrameHeader { Kind = FrameKind.Load }));
        Assert.Equal(new TokenServiceStatus { Running = 1, Waiting = 2, CacheBlocks = 3, FreeBlocks = 4, Preemptions = 5, Steps = 6, PrefixBlocks = 7, PrefixTokens = 8, Fault = "f" }, status);
        GoldenFrameTests.Written(FrameKind.Load, TokenPayload.Write(status));
    }

    private static FrameHeader Header(FrameKind kind) => new() { Kind = kind, FrameId = 9 };
}
