using System.Collections.Concurrent;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Faults.Requests;

/// <summary>A fault inside a member, which its parent tells to begin and to end over its pipe.</summary>
internal sealed class InsideFault : IDisposable
{
    private static readonly TimeSpan s_answerMax = TimeSpan.FromSeconds(5), s_look = TimeSpan.FromMilliseconds(100);

    private readonly MemberProcess _process;
    private readonly string _prefix, _over;
    private readonly BlockingCollection<string> _answers = [];

    private InsideFault(MemberProcess process, long number)
    {
        (_process, _prefix, _over) = (process, $"{FaultInbox.Begin} {number} ", $"{FaultInbox.End} {number}");
        process.Said += Hear;
    }

    /// <summary>Begins it.</summary>
    /// <exception cref="InputException">The member refuses it, or doesn't answer.</exception>
    public static InsideFault Begin(MemberProcess process, long number, Fault fault)
    {
        var inside = new InsideFault(process, number);
        string? answer = process.TryTell($"{FaultInbox.Begin} {number} {fault.Write()}") ? inside.Next() : null;
        if (answer == FaultInbox.HasBegun)
            return inside;
        process.Said -= inside.Hear;
        throw new InputException($"{fault.Kind} of {fault.Member}", answer ?? "the member doesn't answer");
    }

    /// <summary>Ends it; one whose member has ended is over.</summary>
    public void Dispose()
    {
        if (_process.TryTell(_over))
            _ = Next();
        _process.Said -= Hear;
    }

    private void Hear(string line)
    {
        if (line.StartsWith(_prefix, StringComparison.Ordinal))
            _answers.Add(line[_prefix.Length..]);
    }

    private string? Next()
    {
        long started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < s_answerMax && !_process.HasExited)
        {
            if (_answers.TryTake(out string? answer, s_look))
                return answer;
        }
        return null;
    }
}
