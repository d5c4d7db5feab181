using ElasticMoE.DataPlane.Links;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Network;

/// <summary>A process with links, kept alive by pings as the product's are: by <see cref="LivenessMachine"/>, every 50 ms.</summary>
internal abstract class LinkedProcess(World world, SimulatedNetwork network, string name) : SimulatedProcess(world, name)
{
    private const long DialAgainMinUs = 10_000, DialAgainMaxUs = 1_000_000;

    private readonly List<LinkEnd> _ends = [];

    public SimulatedNetwork Network => network;

    /// <summary>Open ends, oldest first.</summary>
    public IReadOnlyList<LinkEnd> Ends => _ends;

    public void Opened(LinkEnd end)
    {
        _ends.Add(end);
        OnOpened(end);
    }

    public void Arrived(LinkEnd end, SimulatedMessage message)
    {
        if (!end.IsOpen)
            return;
        end.Liveness.Heard(ClockUs);
        if (message != SimulatedMessage.Ping)
            OnArrived(end, message);
    }

    /// <summary>One end of a link to a process, its own or the other; null where there is none.</summary>
    public LinkEnd? EndOf(LinkedProcess peer, SeededRandom draws)
    {
        LinkEnd? end = _ends.Find(end => end.Peer?.Owner == peer);
        return draws.Chance(500) ? end : end?.Peer;
    }

    /// <summary>Breaks a link of this process.</summary>
    public void Break(LinkEnd end, string reason)
    {
        if (!end.IsOpen)
            return;
        World.Note(Name, $"link to {end.Peer!.Owner.Name} breaks: {reason}");
        _ends.Remove(end);
        network.Close(end);
        OnBroken(end);
    }

    /// <summary>Dials a process, again and again until a link is open.</summary>
    protected void Reach(LinkedProcess peer, long againUs = DialAgainMinUs) => network.Dial(this, peer, end =>
    {
        if (end is not null)
            Opened(end);
        else
            After(againUs, () => Reach(peer, Math.Min(2 * againUs, DialAgainMaxUs)));
    });

    /// <summary>Dials it soon.</summary>
    protected void ReachAgain(LinkedProcess peer) => After(DialAgainMinUs, () => Reach(peer));

    protected override void OnStart() => After(LivenessMachine.PingUs, Tick);

    protected override void OnCrash()
    {
        foreach (LinkEnd end in _ends)
            network.Close(end);
        _ends.Clear();
    }

    protected abstract void OnOpened(LinkEnd end);

    protected abstract void OnArrived(LinkEnd end, SimulatedMessage message);

    protected abstract void OnBroken(LinkEnd end);

    private void Tick()
    {
        for (int i = _ends.Count - 1; i >= 0; i--)
        {
            LinkEnd end = _ends[i];
            if (end.Liveness.Tick(ClockUs) == LivenessVerdict.Break)
                Break(end, "silence");
            else
                network.Send(end, SimulatedMessage.Ping);
        }
        After(LivenessMachine.PingUs, Tick);
    }
}
