using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Linearizability;

namespace ElasticMoE.Simulation.Tests.Linearizability;

/// <summary>The search itself, on a register: against hand-made histories, and against every order there is.</summary>
public sealed class LinearizabilityCheckerTests
{
    [Fact]
    public void HistoriesThatAnOrderExplainsAreLinearizable()
    {
        Assert.Null(Check());
        Assert.Null(Check(Write(1, 0, 1), Read(1, 2, 3)));
        // The read overlaps the write and may come before it or behind it.
        Assert.Null(Check(Write(1, 0, 5), Read(0, 1, 2)));
        Assert.Null(Check(Write(1, 0, 5), Read(1, 1, 2)));
        // The write whose answer nobody knows happens late, or never.
        Assert.Null(Check(Write(1, 0, null), Read(0, 1, 2), Read(1, 3, 4)));
        Assert.Null(Check(Write(1, 0, null), Read(0, 1, 2), Read(0, 3, 4)));
        // The one that was called first comes last.
        Assert.Null(Check(Write(1, 0, 9), Write(2, 1, 2), Write(3, 3, 4), Read(1, 5, 6)));
    }

    [Fact]
    public void HistoriesThatNoOrderExplainsAreNot()
    {
        Assert.Contains("Read { Value = 0 }: after 1 of them there is 1", Check(Write(1, 0, 1), Read(0, 2, 3)), StringComparison.Ordinal);
        // Two see the write, and one of them sees it undone afterwards.
        Assert.NotNull(Check(Write(1, 0, 9), Read(1, 1, 2), Read(0, 3, 4)));
        Assert.NotNull(Check(Write(1, 0, null), Read(1, 1, 2), Read(0, 3, 4)));
        // Nobody wrote it; whoever wrote it did so later.
        Assert.NotNull(Check(Read(7, 0, 1)));
        Assert.NotNull(Check(Read(7, 0, 1), Write(7, 2, 3)));
        // Each of two sees its own write last.
        Assert.NotNull(Check(Write(1, 0, 5), Write(2, 0, 5), Read(1, 6, 7), Read(2, 6, 7)));
    }

    [Fact]
    public void ItSaysWhatEveryOrderSays()
    {
        (int yes, int no) = (0, 0);
        var random = new SeededRandom(5);
        for (int round = 0; round < 20_000; round++)
        {
            RecordedOperation<RegisterOperation>[] history = [.. Enumerable.Range(0, 1 + random.Below(6)).Select(_ => Draw(random))];
            bool expected = IsExplained(history, 0);
            Assert.Equal(expected, Check(history) is null);
            (yes, no) = expected ? (yes + 1, no) : (yes, no + 1);
        }
        Assert.InRange(yes, 2_000, 18_000);
        Assert.InRange(no, 2_000, 18_000);
    }

    [Fact]
    public void ManyThatMayNeverHaveHappenedDoNotMultiply()
    {
        // Twenty writes of either of two values whose outcomes nobody knows: they explain forty reads in turns, and no more.
        List<RecordedOperation<RegisterOperation>> history = [.. Enumerable.Range(0, 40).Select(number => Write(1 + number % 2, number, null))];
        history.AddRange(Enumerable.Range(0, 41).Select(number => Read(1 + number % 2, 1_000 + 2 * number, 1_001 + 2 * number)));
        var checker = new LinearizabilityChecker<int, RegisterOperation>(new Register(), 1_000_000);
        Assert.Null(checker.Check(history[..^1]));
        Assert.Contains("of 81 operations explains Read { Value = 1 }", checker.Check(history), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatTakesTooLongIsNotCalledLinearizable()
    {
        RecordedOperation<RegisterOperation>[] history = [.. Enumerable.Range(0, 30).Select(number => Write(number, 0, 100)), Read(77, 0, 100)];
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => new LinearizabilityChecker<int, RegisterOperation>(new Register(), 10_000).Check(history));
        Assert.Contains("isn't decided after 10000 attempts", thrown.Message, StringComparison.Ordinal);
    }

    private static string? Check(params RecordedOperation<RegisterOperation>[] history) => new LinearizabilityChecker<int, RegisterOperation>(new Register()).Check(history);

    private static RecordedOperation<RegisterOperation> Write(int value, long calledAt, long? answeredAt) => new(new RegisterOperation.Write(value), calledAt, answeredAt);

    private static RecordedOperation<RegisterOperation> Read(int value, long calledAt, long? answeredAt) => new(new RegisterOperation.Read(value), calledAt, answeredAt);

    private static RecordedOperation<RegisterOperation> Draw(SeededRandom random)
    {
        long calledAt = random.Below(12);
        long? answeredAt = random.Below(5) == 0 ? null : calledAt + random.Below(6);
        return random.Below(2) == 0 ? Write(random.Below(3), calledAt, answeredAt) : Read(random.Below(3), calledAt, answeredAt);
    }

    /// <summary>Tries every order, as the definition says: the next one is any that was called before all that is left was answered.</summary>
    private static bool IsExplained(RecordedOperation<RegisterOperation>[] left, int state)
    {
        if (left.All(one => one.AnsweredAt is null))
            return true;
        long first = left.Min(one => one.AnsweredAt ?? long.MaxValue);
        for (int i = 0; i < left.Length; i++)
        {
            if (left[i].CalledAt <= first && new Register().TryApply(state, left[i].Operation, out int next) && IsExplained([.. left[..i], .. left[(i + 1)..]], next))
                return true;
        }
        return false;
    }
}
