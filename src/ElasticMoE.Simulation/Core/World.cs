using System.Runtime.CompilerServices;

namespace ElasticMoE.Simulation.Core;

/// <summary>
/// Virtual time and one queue of events on one thread. Nothing happens but events, and their order is a function of the seed, so that every
/// history can be run again. The first violation of a promise ends the run.
/// </summary>
internal sealed class World(bool isRecording)
{
    private readonly PriorityQueue<Action, EventKey> _events = new();
    private readonly List<TimelineEntry> _timeline = [];
    private long _lastOrder;

    public long NowUs { get; private set; }

    public bool IsRecording => isRecording;

    public EventHash Hash { get; } = new();

    /// <summary>Which promise was broken, and how; null as long as none was.</summary>
    public string? Violation { get; private set; }

    public IReadOnlyList<TimelineEntry> Timeline => _timeline;

    public long Events { get; private set; }

    /// <summary>Plans an event.</summary>
    public void After(long delayUs, Action happens) => _events.Enqueue(happens, new(NowUs + Math.Max(0, delayUs), ++_lastOrder));

    /// <summary>Notes what happens; <see cref="TraceLine"/> says at what cost.</summary>
    public void Note(string who, [InterpolatedStringHandlerArgument("")] TraceLine what)
    {
        Hash.Mix((ulong)NowUs);
        Hash.Mix(who);
        if (isRecording)
            _timeline.Add(new(NowUs, who, what.Text));
    }

    /// <summary>A promise is broken. Only the first counts: what follows may be its consequence.</summary>
    public void Violate(string promise)
    {
        if (Violation is not null)
            return;
        Violation = promise;
        Note("checks", $"VIOLATION: {promise}");
    }

    /// <summary>Lets events happen until all is over, a promise is broken, or that time has come.</summary>
    /// <returns>Whether all is over.</returns>
    public bool Run(long untilUs, Func<bool> isOver)
    {
        while (Violation is null && !isOver())
        {
            if (!_events.TryPeek(out _, out EventKey key) || key.AtUs > untilUs)
                return false;
            Action happens = _events.Dequeue();
            NowUs = key.AtUs;
            Events++;
            happens();
        }
        return Violation is null;
    }
}
