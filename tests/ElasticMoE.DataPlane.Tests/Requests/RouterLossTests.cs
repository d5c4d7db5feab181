using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Requests;

namespace ElasticMoE.DataPlane.Tests.Requests;

/// <summary>A request that ends routers is found among others, and none that merely was there is given up.</summary>
public sealed class RouterLossTests
{
    private const int Streams = 64, StepsMax = 20_000;

    private readonly RequestScript _script = new();

    private (int Link, ulong FrameId) Only => Assert.Single(_script.AtRouters.Keys);

    private long Submit(ulong seed = 0) => _script.Submit(new() { Tokens = new[] { 1, 2, 3 }, OutputMax = 50, Seed = seed });

    // The first is at its prompt, the second in mid-answer, the third at the step after the prompt's of whichever router has it, the last in a prompt of three seconds.
    [Theory]
    [InlineData(1, "at its prompt", 7)]
    [InlineData(2, "at its prompt", 6)]
    [InlineData(1, "in mid-answer", 7)]
    [InlineData(2, "in mid-answer", 6)]
    [InlineData(2, "at its second step", 6)]
    [InlineData(2, "late in a long prompt", RequestMachine.RoutersLostMax)]
    public void OneThatEndsRoutersIsFoundAmongSixtyThree(int routers, string when, int deathsMax)
    {
        var crowd = new RouterCrowd(routers);
        CrowdMember? poison = null;
        for (int i = 0; i < Streams; i++)
        {
            if (i == Streams / 3)
                poison = Ask(crowd, when);
            else
                crowd.Ask(100);
        }
        Run(crowd);
        Assert.Equal(poison!.Number, Assert.Single(crowd.Refused).Number);
        Assert.InRange(crowd.Deaths, RequestMachine.RoutersLostMin, deathsMax);
        crowd.Check();
    }

    private static CrowdMember Ask(RouterCrowd crowd, string when) => when switch
    {
        "at its prompt" => crowd.Ask(100, deadlyAt: (token, _) => token == 0),
        "in mid-answer" => crowd.Ask(100, deadlyAt: (token, _) => token == 40),
        "at its second step" => crowd.Ask(100, deadlyAt: (_, since) => since == 1),
        _ => crowd.Ask(100, promptSteps: 60, deadlyAt: (token, _) => token == 0),
    };

    [Fact]
    public void OneThatIsAloneIsGivenUpAtItsThirdRoutersLoss()
    {
        var crowd = new RouterCrowd(routers: 2);
        CrowdMember poison = Ask(crowd, "at its prompt");
        Run(crowd);
        Assert.Equal((poison.Number, RequestMachine.RoutersLostMin), (Assert.Single(crowd.Refused).Number, crowd.Deaths));
    }

    // All prompts take a second, so that nobody can be had alone for long.
    [Fact]
    public void LongPromptsArentTakenForTheOneAmongThem()
    {
        var crowd = new RouterCrowd(routers: 1);
        CrowdMember poison = crowd.Ask(100, promptSteps: 15, deadlyAt: (token, _) => token == 5);
        for (int i = 1; i < Streams; i++)
            crowd.Ask(100, promptSteps: 20);
        Run(crowd);
        Assert.Equal(poison.Number, Assert.Single(crowd.Refused).Number);
        Assert.InRange(crowd.Deaths, RequestMachine.RoutersLostMin, RequestMachine.RoutersLostMax);
    }

    [Fact]
    public void TenLossesInARowDontTellAgainstThoseThatShareThem()
    {
        var crowd = new RouterCrowd(routers: 2);
        for (int i = 0; i < Streams; i++)
            crowd.Ask(200);
        for (int loss = 0; loss < 10; loss++)
        {
            for (int step = 0; step < 10; step++)
                crowd.Step();
            crowd.Kill(loss % 2);
        }
        Run(crowd);
        Assert.Empty(crowd.Refused);
        Assert.InRange(crowd.Deaths, 5, 10);
        crowd.Check();
    }

    // A router is killed every six seconds, at any moment, for ten minutes; a prompt takes 0.4 s.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void NobodyIsGivenUpUnderKillsWithoutEnd(int seed)
    {
        const int steps = 12_000, stepsPerKill = 120;
        var random = new Random(seed);
        var crowd = new RouterCrowd(routers: 2);
        for (int step = 0; step < steps; step++)
        {
            while (crowd.Open < Streams)
                crowd.Ask(random.Next(20, 200), promptSteps: 8);
            if (random.Next(stepsPerKill) == 0)
                crowd.Kill(random.Next(2));
            crowd.Step();
        }
        Assert.Empty(crowd.Refused);
        Assert.InRange(crowd.Deaths, 60, 140);
        Assert.InRange(crowd.StallMaxUs, 0, 5_000_000);
        crowd.Check();
    }

    [Fact]
    public void ARouterThatIsBackAsItWasHasNotDied()
    {
        long number = Submit();
        for (int loss = 0; loss < 20; loss++)
            _script.Lose(_script.Open(0, incarnation: 7));
        _script.Open(0, incarnation: 7);
        Assert.Single(_script.AtRouters);
        Assert.Empty(_script.Finished);
        Assert.Empty(_script.Delivered[number]);
    }

    [Theory]
    [InlineData(3UL, true)]
    [InlineData(4UL, false)]
    [InlineData(0UL, false)]
    public void ItWaitsForTheThirdRoutersFate(ulong incarnation, bool isAsItWas)
    {
        long number = Submit();
        for (ulong loss = 1; loss <= RequestMachine.RoutersLostMin; loss++)
            _script.Lose(_script.Open(0, loss));
        _script.Open(1, 9);
        Assert.Empty(_script.AtRouters);
        Assert.Empty(_script.Finished);
        if (incarnation > 0)
            _script.Open(0, incarnation);
        _script.NowUs += RequestSuspicion.FateAfterUs;
        _script.Say(new(RequestMessageKind.Tick));
        Assert.Equal(isAsItWas, _script.AtRouters.Count == 1);
        Assert.Equal(isAsItWas ? null : "3 routers were lost while they computed this request", _script.Finished.GetValueOrDefault(number)?.Message);
    }

    [Fact]
    public void ARequestUnderWhichThreeRoutersHangIsGivenUpThoughTheyLive()
    {
        long number = Submit();
        for (int loss = 1; loss <= RequestMachine.RoutersLostMin; loss++)
        {
            int link = _script.Open(0, incarnation: 1);
            Assert.Equal(link, Only.Link);
            _script.NowUs += RequestMachine.HungUs + 1;
            _script.Say(new(RequestMessageKind.Tick));
            _script.AtRouters.Clear();
        }
        Assert.Equal(RequestFailure.Failed, _script.Finished[number].Failure);
    }

    [Fact]
    public void OnlyTheRequestWhoseTokenIsWrongIsBlamedForIt()
    {
        _script.Open(0);
        long wrong = Submit(seed: 1), other = Submit(seed: 2);
        for (int loss = 1; loss <= RequestMachine.RoutersLostMin; loss++)
        {
            (int link, ulong frame) = _script.AtRouters.Single(at => at.Value.Request.Seed == 1).Key;
            _script.Say(new(RequestMessageKind.Token, link, frame) { Token = new(99, 9, double.NaN, default) });
            _script.AtRouters.Clear();
            _script.Open(0, (ulong)loss + 1);
        }
        Assert.Equal(RequestFailure.Failed, _script.Finished[wrong].Failure);
        Assert.False(_script.Finished.ContainsKey(other));
        Assert.Single(_script.AtRouters);
    }

    // One is tried alone once those that are with it have got on; others don't join it then, but don't wait for more than a second.
    [Fact]
    public void OneIsTriedAloneAndOthersDontWaitLongForThat()
    {
        Submit(seed: 1);
        _script.Lose(_script.Open(0, 1));
        _script.Lose(_script.Open(0, 2));
        int third = _script.Open(0, 3);
        Submit(seed: 2);
        _script.Lose(third);
        _script.Open(0, 4);
        Assert.Equal([2UL], Seeds());
        for (int token = 0; token < RequestSuspicion.TokensToGetOn; token++)
        {
            Assert.Equal([2UL], Seeds());
            _script.Step(Only);
        }
        Assert.Equal([1UL, 2UL], Seeds());
        Submit(seed: 3);
        _script.NowUs += 999_999;
        _script.Say(new(RequestMessageKind.Tick));
        Assert.Equal([1UL, 2UL], Seeds());
        _script.NowUs++;
        _script.Say(new(RequestMessageKind.Tick));
        Assert.Equal([1UL, 2UL, 3UL], Seeds());
    }

    private IEnumerable<ulong> Seeds() => _script.AtRouters.Values.Select(at => at.Request.Seed).Order();

    private static void Run(RouterCrowd crowd)
    {
        for (int step = 0; crowd.Open > 0; step++)
        {
            Assert.True(step < StepsMax, $"{crowd.Open} requests are open after {StepsMax} steps and {crowd.Deaths} deaths");
            crowd.Step();
        }
    }
}
