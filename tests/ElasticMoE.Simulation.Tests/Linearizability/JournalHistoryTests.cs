using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Leases;
using ElasticMoE.Simulation.Linearizability;

namespace ElasticMoE.Simulation.Tests.Linearizability;

/// <summary>Hand-made histories of journal, lease and leadership: what may be seen of them, and what may not.</summary>
public sealed class JournalHistoryTests
{
    private static readonly EventId A = new(1, 1), B = new(1, 2), C = new(2, 1);
    private readonly List<RecordedOperation<JournalOperation>> _journal = [];
    private long _moment;

    [Fact]
    public void ASuccessionIsLinearizable()
    {
        Take(0, 1);
        Append(1, 1, A, AppendOutcome.Done);
        Renew(1, 0);
        Take(1, 2, renewal: 1);
        // The first leader's append was under way; its renewal comes too late.
        Append(2, 1, B, AppendOutcome.Fenced);
        Swap(new(1, 1), new(1, 2), false);
        Replay(A);
        Append(2, 2, C, AppendOutcome.Done);
        // Told again, it says the same.
        Append(2, 2, C, AppendOutcome.Done);
        Acknowledge(0, C);
        Assert.Null(Unexplained());
    }

    [Fact]
    public void AnAppendOfUnknownOutcomeMayBeThereOrNot()
    {
        Take(0, 1);
        Append(1, 1, A, AppendOutcome.Unknown);
        Replay();
        Append(1, 1, A, AppendOutcome.Unknown);
        Append(1, 1, A, AppendOutcome.Done);
        Replay(A);
        Assert.Null(Unexplained());
        // It can't be there and then gone.
        Replay();
        Assert.NotNull(Unexplained());
    }

    [Fact]
    public void AnAppendThatIsAcknowledgedAndLostIsSeen()
    {
        Take(0, 1);
        Append(1, 1, A, AppendOutcome.Done);
        Replay();
        Assert.Contains("explains Replay of 0 entries: after 2 of them there is lease 1, renewed 0 times, and 1 entries", Unexplained(), StringComparison.Ordinal);
    }

    [Fact]
    public void ACommandThatIsAcknowledgedAndNotJournaledIsSeen()
    {
        long submitted = _moment++;
        Take(0, 1);
        Append(1, 1, A, AppendOutcome.Unknown);
        Acknowledge(submitted, A);
        Assert.Null(Unexplained());
        Acknowledge(submitted, B);
        Append(2, 1, B, AppendOutcome.Done);
        Assert.Contains("Acknowledge", Unexplained(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnAppendUnderANumberThatIsNoLongerTheLeasesIsSeen()
    {
        Take(0, 1);
        Append(1, 1, A, AppendOutcome.Done);
        Take(1, 2);
        Append(2, 1, B, AppendOutcome.Done);
        Assert.Contains("Append { Index = 2, Lease = 1", Unexplained(), StringComparison.Ordinal);
    }

    [Fact]
    public void TwoEntriesAtOneIndexAreSeen()
    {
        Take(0, 1);
        Append(1, 1, A, AppendOutcome.Done);
        Append(1, 1, B, AppendOutcome.Done);
        Assert.NotNull(Unexplained());
    }

    [Fact]
    public void TwoThatTakeOneLeaseAreSeen()
    {
        Take(0, 1);
        Take(0, 1);
        Assert.Contains("Swap", Unexplained(), StringComparison.Ordinal);
    }

    [Fact]
    public void ARefusalWithoutReasonIsSeen()
    {
        Take(0, 1);
        Append(1, 1, A, AppendOutcome.Fenced);
        Assert.NotNull(Unexplained());
    }

    [Fact]
    public void AReadThatLagsBehindIsSeen()
    {
        Take(0, 1);
        Renew(1, 0);
        Add(new JournalOperation.Read(new(1, 1)));
        Assert.Null(Unexplained());
        Add(new JournalOperation.Read(new(1, 0)));
        Assert.Contains("Read", Unexplained(), StringComparison.Ordinal);
    }

    [Fact]
    public void ATakeOfUnknownOutcomeIsFoundInWhatFollows()
    {
        Swap(default, new(1, 0), null);
        Add(new JournalOperation.Read(default(LeaseRow)));
        Append(1, 1, A, AppendOutcome.Done);
        Assert.Null(Unexplained());
        Add(new JournalOperation.Read(default(LeaseRow)));
        Assert.NotNull(Unexplained());
    }

    [Fact]
    public void OneLeadsAtATime()
    {
        RecordedOperation<LeadershipOperation> first = new(new LeadershipOperation.Begin(1), 0, 1), second = new(new LeadershipOperation.Begin(2), 5, 6);
        // The first one's time was over before the second began; that it stood still and noticed later changes nothing.
        Assert.Null(Unexplained(first, new(new LeadershipOperation.End(1), 4, 9), second));
        Assert.Null(Unexplained(first, new(new LeadershipOperation.End(1), 4, null), second));
        Assert.Contains("Begin { Number = 2 }: after 1 of them there is a leader under 1", Unexplained(first, second), StringComparison.Ordinal);
        Assert.NotNull(Unexplained(first, new(new LeadershipOperation.End(1), 7, 9), second));
        // Nobody leads under a number that was led under before.
        Assert.NotNull(Unexplained(first, new(new LeadershipOperation.End(1), 2, 3), new(new LeadershipOperation.Begin(1), 5, 6)));
    }

    private static string? Unexplained(params RecordedOperation<LeadershipOperation>[] history) =>
        new LinearizabilityChecker<Leadership, LeadershipOperation>(new LeadershipObject()).Check(history);

    private string? Unexplained() => new LinearizabilityChecker<JournalContent, JournalOperation>(new JournalObject()).Check(_journal);

    private void Take(long before, long number, long renewal = 0) => Swap(new(before, renewal), new(number, 0), true);

    private void Renew(long number, long renewal) => Swap(new(number, renewal), new(number, renewal + 1), true);

    private void Swap(LeaseRow seen, LeaseRow next, bool? done) => Add(new JournalOperation.Swap(seen, next, done), done is not null);

    private void Append(long index, long lease, EventId id, AppendOutcome outcome) => Add(new JournalOperation.Append(index, lease, id, outcome), outcome != AppendOutcome.Unknown);

    private void Replay(params EventId[] entries) => Add(new JournalOperation.Replay(entries.Aggregate(EntryChain.Empty, (chain, id) => chain.Append(id))));

    private void Acknowledge(long submittedAt, EventId id) => _journal.Add(new(new JournalOperation.Acknowledge(id), submittedAt, _moment++));

    /// <summary>One after the other.</summary>
    private void Add(JournalOperation operation, bool isAnswered = true)
    {
        long calledAt = _moment++;
        _journal.Add(new(operation, calledAt, isAnswered ? _moment++ : null));
    }
}
