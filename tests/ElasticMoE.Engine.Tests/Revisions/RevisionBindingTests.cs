using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Engine.Serving;

namespace ElasticMoE.Engine.Tests.Revisions;

/// <summary>A sequence keeps what it was bound to at admission.</summary>
public sealed class RevisionBindingTests
{
    private static readonly TokenRequest s_endless = new() { Tokens = new[] { 5, 6, 7 }, IgnoreEos = true };

    private readonly ScriptedModel _model = new(50, 60_000, 4000);
    private LiveRevisions _live = Live(0);

    private EngineOptions Options => new() { Revisions = () => Volatile.Read(ref _live) };

    [Fact]
    public void NewSequencesAreBoundToTheCurrentOneUnlessTheyAskForAnother()
    {
        using var engine = new Engine(_model, Options, null);
        engine.Submit(s_endless);
        engine.Step();
        _live = Live(0, 3);
        SequenceId second = engine.Submit(s_endless);
        SequenceId third = engine.Submit(s_endless with { Revision = new(0) });
        engine.Step();
        Assert.Equal([0, 3, 0], _model.Opened.Select(bound => bound.Revision.Value));
        Assert.Equal([new(0), new(3)], engine.Bound);
        Assert.Equal((new Revision(3), new Revision(0)), (engine.RevisionOf(second), engine.RevisionOf(third)));
        engine.Cancel(second);
        Assert.Equal([new Revision(0)], engine.Bound);
    }

    [Fact]
    public void OnesThatAreStillBoundWhenTheirRevisionEndsFailWithWhatEndedIt()
    {
        using var engine = new Engine(_model, Options, null);
        SequenceId old = engine.Submit(s_endless);
        _live = Live(0, 1);
        SequenceId young = engine.Submit(s_endless);
        engine.Step();
        _live = new([new(new(1), [])], new Dictionary<Revision, string> { [new(0)] = "expert 1/2 was updated and the time is over" });
        FinishEvent ended = Assert.Single(engine.Step().Finished.ToArray());
        Assert.Equal((old, FinishReason.Error, RequestFailure.Failed, "expert 1/2 was updated and the time is over"), (ended.Sequence, ended.Reason, ended.Failure, ended.Message));
        Assert.Equal([new Revision(1)], engine.Bound);
        Assert.True(engine.Cancel(young));
        InputException late = Assert.Throws<InputException>(() => engine.Submit(s_endless with { Revision = new(0) }));
        Assert.Equal("revision: expert 1/2 was updated and the time is over", late.Message);
        Assert.Empty(engine.Bound);
    }

    [Fact]
    public async Task AnAnswerBegunWithARouterThatKnewMoreWaitsUntilThisOneKnowsIt()
    {
        using var engine = new Engine(_model, Options, null);
        using var service = new EngineTokenService(engine, Options);
        ITokenStream early = service.Submit(s_endless with { Revision = new(2), OutputMax = 3 });
        using ITokenStream abandoned = service.Submit(s_endless with { Revision = new(2), OutputMax = 3 });
        ITokenStream other = service.Submit(s_endless with { OutputMax = 3 });
        Assert.Equal(3, await other.Tokens.ReadAllAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
        Assert.Null(early.Finish);
        abandoned.Dispose();
        await abandoned.Tokens.Completion.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(FinishReason.Cancelled, abandoned.Finish!.Reason);
        Volatile.Write(ref _live, Live(0, 2));
        Assert.Equal(3, await early.Tokens.ReadAllAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal((FinishReason.Length, new Revision(2)), (early.Finish!.Reason, early.Revision));
    }

    [Fact]
    public async Task BeforeItsFirstMapARouterBindsNothing()
    {
        _live = LiveRevisions.Unheard;
        using var engine = new Engine(_model, Options, null);
        using var service = new EngineTokenService(engine, Options);
        ITokenStream young = service.Submit(s_endless with { OutputMax = 3 });
        ITokenStream moved = service.Submit(s_endless with { OutputMax = 3, Revision = new(2) });
        using ITokenStream abandoned = service.Submit(s_endless);
        abandoned.Dispose();
        await abandoned.Tokens.Completion.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(engine.Bound);
        Assert.Null(young.Finish);

        Volatile.Write(ref _live, Live(2));

        foreach (ITokenStream stream in (ITokenStream[])[young, moved])
        {
            Assert.Equal(3, await stream.Tokens.ReadAllAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
            Assert.Equal((FinishReason.Length, new Revision(2)), (stream.Finish!.Reason, stream.Revision));
        }
    }

    [Fact]
    public async Task OneThatNeverComesIsGivenUp()
    {
        EngineOptions options = Options with { ParkedMax = TimeSpan.Zero };
        using var engine = new Engine(_model, options, null);
        using var service = new EngineTokenService(engine, options);
        ITokenStream stream = service.Submit(s_endless with { Revision = new(2) });
        await stream.Tokens.Completion.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((RequestFailure.Unavailable, "revision"), (stream.Finish!.Failure, stream.Finish.Subject));
    }

    private static LiveRevisions Live(params int[] revisions) =>
        new([.. revisions.Select(revision => new BoundRevision(new(revision), []))], new Dictionary<Revision, string>());
}
