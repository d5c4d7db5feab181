using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Requests;

namespace ElasticMoE.DataPlane.Tests.Requests;

/// <summary>Every caller gets each position once, in order, whatever becomes of routers.</summary>
public sealed class RequestMachineTests
{
    private readonly RequestScript _script = new();

    private static TokenRequest Request(int output = 5) => new() { Tokens = new[] { 1, 2, 3 }, OutputMax = output };

    private (int Link, ulong FrameId) Only => Assert.Single(_script.AtRouters.Keys);

    [Fact]
    public void ALostRoutersRequestsGoOnElsewhere()
    {
        int first = _script.Open(0);
        TokenRequest request = Request();
        long number = _script.Submit(request);
        _script.Step(Only);
        _script.Step(Only);
        _script.Lose(first);
        Assert.Empty(_script.AtRouters);
        _script.Open(1);
        Assert.Equal((5, 3), (_script.Submissions[^1].Submission!.Tokens.Length, _script.Submissions[^1].Submission!.PromptLength));
        while (!_script.Finished.ContainsKey(number))
            _script.Step(Only);
        Assert.Equal(HashModel.Answer(request), _script.Delivered[number].Select(token => token.Id));
        Assert.Equal(FinishReason.Length, _script.Finished[number].Reason);
    }

    [Fact]
    public void AnAnswerGoesOnElsewhereWithTheRevisionItBeganWith()
    {
        int first = _script.Open(0);
        _script.Submit(Request());
        Assert.Null(_script.Submissions[^1].Submission!.Revision);
        _script.Say(new(RequestMessageKind.Token, first, Only.FrameId) { Token = new(3, 9, double.NaN, default), Revision = new(4) });
        _script.Say(new(RequestMessageKind.Token, first, Only.FrameId) { Token = new(4, 9, double.NaN, default), Revision = new(4) });
        _script.Lose(first);
        _script.Open(1);
        Assert.Equal(new Revision(4), _script.Submissions[^1].Submission!.Revision);
    }

    [Fact]
    public void TokensOfAnEarlierSubmissionDontCount()
    {
        int first = _script.Open(0);
        long number = _script.Submit(Request());
        ulong old = Only.FrameId;
        _script.Lose(first);
        int second = _script.Open(0, incarnation: 2);
        _script.Say(new(RequestMessageKind.Token, second, old) { Token = new(3, 9, double.NaN, default) });
        _script.Say(new(RequestMessageKind.Done, first, old) { Finish = new() { Reason = FinishReason.Stop } });
        Assert.Empty(_script.Delivered[number]);
        Assert.Empty(_script.Finished);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void ARouterThatSkipsOrRepeatsAPositionIsCutOff(int position)
    {
        int link = _script.Open(0);
        long number = _script.Submit(Request());
        _script.Say(new(RequestMessageKind.Token, link, Only.FrameId) { Token = new(position, 9, double.NaN, default) });
        Assert.Equal((link, $"a token for position {position}, where 3 comes next"), Assert.Single(_script.Broken));
        Assert.Empty(_script.Delivered[number]);
        Assert.Equal(0, _script.Machine.Routers);
    }

    [Fact]
    public void ABusyRouterIsNotTheCluster()
    {
        _script.Open(0);
        _script.Open(1);
        long number = _script.Submit(Request());
        TokenFinish busy = TokenFinish.Error(RequestFailure.Busy, "engine: busy");
        int first = Only.Link;
        _script.Done(Only, busy);
        Assert.NotEqual(first, Only.Link);
        _script.Done(Only, busy);
        Assert.Equal(busy, _script.Finished[number]);
    }

    [Fact]
    public void WhatAWellRouterCantReachAnotherIsntAskedFor()
    {
        _script.Open(0);
        _script.Open(1);
        long number = _script.Submit(Request());
        _script.Done(Only, TokenFinish.Error(RequestFailure.Unavailable, "experts it needs were not ready for 30 s"));
        Assert.Equal(RequestFailure.Unavailable, _script.Finished[number].Failure);
    }

    [Fact]
    public void ARouterThatDrainsFinishesAndGetsNoMore()
    {
        int first = _script.Open(0);
        _script.Submit(Request());
        _script.Say(new(RequestMessageKind.Load, first) { Status = new() { Fault = "draining" } });
        Assert.Equal("draining", _script.Machine.Status.Fault);
        long second = _script.Submit(Request());
        Assert.Single(_script.AtRouters);
        _script.Open(1);
        Assert.Equal(2, _script.AtRouters.Count);
        Assert.Empty(_script.Finished);
        Assert.Empty(_script.Delivered[second]);
    }

    [Fact]
    public void WithoutARouterARequestWaitsAndThenFails()
    {
        long number = _script.Submit(Request());
        _script.NowUs += RequestMachine.UnservedUs;
        _script.Say(new(RequestMessageKind.Tick));
        Assert.Empty(_script.Finished);
        _script.NowUs++;
        _script.Say(new(RequestMessageKind.Tick));
        Assert.Equal(RequestFailure.Unavailable, _script.Finished[number].Failure);
        Assert.Equal(0, _script.Machine.Open);
    }

    [Fact]
    public void ARouterThatTakesNoStepIsCutOff()
    {
        int stuck = _script.Open(0);
        _script.Submit(Request());
        for (int tick = 0; tick <= RequestMachine.HungUs / RequestMachine.TickUs; tick++)
        {
            Assert.Empty(_script.Broken);
            _script.NowUs += RequestMachine.TickUs;
            _script.Say(new(RequestMessageKind.Load, stuck) { Status = new() { Steps = 7 } });
            _script.Say(new(RequestMessageKind.Tick));
        }
        _script.NowUs += 2 * RequestMachine.TickUs;
        _script.Say(new(RequestMessageKind.Tick));
        Assert.Equal(stuck, Assert.Single(_script.Broken).Link);
    }

    [Fact]
    public void ACancelledRequestIsCancelledAtItsRouter()
    {
        _script.Open(0);
        long number = _script.Submit(Request());
        _script.Say(new(RequestMessageKind.Cancelled) { Request = number });
        Assert.Empty(_script.AtRouters);
        Assert.Equal(FinishReason.Cancelled, _script.Finished[number].Reason);
        _script.Say(new(RequestMessageKind.Cancelled) { Request = number });
        Assert.Single(_script.Finished);
    }

    [Fact]
    public void LoadSpreadsAndPrefixesStay()
    {
        for (int router = 0; router < 4; router++)
            _script.Open(router);
        var random = new Random(5);
        for (int i = 0; i < 400; i++)
            _script.Submit(HashModel.RandomRequest(random));
        int[] perRouter = [.. _script.AtRouters.Keys.GroupBy(key => key.Link).Select(group => group.Count())];
        Assert.Equal(4, perRouter.Length);
        Assert.InRange(perRouter.Min(), 70, 130);
        TokenRequest shared = new() { Tokens = Enumerable.Range(0, 100).ToArray(), OutputMax = 1 };
        var links = new HashSet<int>();
        var script = new RequestScript();
        for (int router = 0; router < 4; router++)
            script.Open(router);
        for (int i = 0; i < 4; i++)
        {
            long number = script.Submit(shared with { Tokens = (int[])[.. shared.Tokens.Span, i] });
            links.UnionWith(script.AtRouters.Keys.Select(key => key.Link));
            script.Say(new(RequestMessageKind.Cancelled) { Request = number });
        }
        Assert.Single(links);
    }

    [Fact]
    public void ShortPromptsGoWhereThereIsLeastToDo()
    {
        for (int router = 0; router < 2; router++)
            _script.Open(router);
        for (int i = 0; i < 16; i++)
            _script.Submit(new() { Tokens = (int[])[1, 2, 3], OutputMax = 96 });
        Assert.All(_script.AtRouters.Keys.GroupBy(key => key.Link), group => Assert.Equal(8, group.Count()));
    }

    [Fact]
    public void ARouterThatIsBackTakesWhatTheOthersHaveTooMuchOf()
    {
        _script.Open(0);
        for (int i = 0; i < 8; i++)
            _script.Submit(new() { Tokens = (int[])[1, 2, 3], OutputMax = 96 });
        _script.Open(1);
        for (int i = 0; i < 8; i++)
            _script.Submit(new() { Tokens = (int[])[1, 2, 3], OutputMax = 96 });
        Assert.All(_script.AtRouters.Keys.GroupBy(key => key.Link), group => Assert.Equal(8, group.Count()));
    }

    [Fact]
    public void RoutersThatComeAndGoCostNoToken()
    {
        for (int seed = 0; seed < 300; seed++)
            new RequestChaos(seed).Run();
    }
}
