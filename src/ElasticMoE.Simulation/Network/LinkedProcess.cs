using ElasticMoE.DataPlane.Links;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Network;

/// <summary>A process with links, kept alive by pings as the product's are: by <see cref="LivenessMachine"/>, every 50 ms.</summary>
internal abstract class LinkedProcess(World world, SimulatedNetwork network, string name) : SimulatedProcess(world, name)
{
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
        end.Liveness.Heard(World.NowUs);
        if (message != SimulatedMessage.Ping)
            OnArrived(end, message);
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
            if (end.Liveness.Tick(World.NowUs) == LivenessVerdict.Break)
                Break(end, "silence");
            else
                network.Send(end, SimulatedMessage.Ping);
        }
        After(LivenessMachine.PingUs, Tick);
    }
}
