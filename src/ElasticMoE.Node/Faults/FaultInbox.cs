using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Faults;

/// <summary>
/// A member's end of faults: lines from its parent, "fault N {…}" and "over N", and answers to it, "fault N begun", "fault N over", or "fault N" and why not. A fault is over when its
/// time is, whatever becomes of the parent.
/// </summary>
/// <param name="switches">Causes them.</param>
/// <param name="output">Takes answers; may be used on many threads.</param>
/// <param name="clock">Whose time counts.</param>
internal sealed class FaultInbox(FaultSwitches switches, TextWriter output, TimeProvider clock)
{
    public const string Begin = "fault", End = "over", HasBegun = "begun";

    private readonly Dictionary<string, (IDisposable Fault, ITimer Timer)> _begun = [];
    private readonly Lock _gate = new();

    /// <summary>Takes a line; one that is none of these has no meaning.</summary>
    public void Take(string line)
    {
        string[] words = line.Split(' ', 3);
        if (words is [Begin, { } number, { } fault])
            Answer(number, TryBegin(number, fault));
        else if (words is [End, { } over])
            Finish(over);
    }

    private string TryBegin(string number, string text)
    {
        try
        {
            Fault fault = Fault.Parse(text);
            lock (_gate)
                _begun[number] = (switches.Begin(fault), clock.CreateTimer(_ => Finish(number), null, TimeSpan.FromMilliseconds(fault.ForMs), Timeout.InfiniteTimeSpan));
            return HasBegun;
        }
        catch (InputException refused)
        {
            return refused.Message;
        }
    }

    private void Finish(string number)
    {
        (IDisposable Fault, ITimer Timer) begun;
        lock (_gate)
        {
            if (!_begun.Remove(number, out begun))
                return;
        }
        begun.Fault.Dispose();
        begun.Timer.Dispose();
        Answer(number, End);
    }

    private void Answer(string number, string what)
    {
        output.WriteLine($"{Begin} {number} {what}");
        output.Flush();
    }
}
