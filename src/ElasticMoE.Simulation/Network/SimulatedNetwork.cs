using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Network;

/// <summary>
/// Links between processes, as reliable streams are: what is sent arrives in order and once, or the link breaks; only a fault makes a frame
/// arrive twice or damaged. A partition holds up what is sent, in one direction or both, until it heals, so that either side learns of it by
/// silence alone. Links delay independently of each other, so that what was sent later on one may arrive earlier.
/// </summary>
internal sealed class SimulatedNetwork(World world, SeededRandom random)
{
    private const long LatencyMinUs = 30, LatencyMaxUs = 200, SpikeMaxUs = 8_000;
    private const int SpikesInThousand = 8;
    private const long HandshakeUs = 2_000_000;

    private readonly Dictionary<(LinkedProcess From, LinkedProcess To), long> _cutUntilUs = [];
    private readonly List<LinkEnd> _ends = [];

    /// <summary>Nothing gets from one process to another for a while.</summary>
    public void Cut(LinkedProcess from, LinkedProcess to, long forUs)
    {
        _cutUntilUs[(from, to)] = Math.Max(_cutUntilUs.GetValueOrDefault((from, to)), world.NowUs + forUs);
        world.After(forUs, () => Heal(from, to));
    }

    /// <summary>Nothing gets from one process to another, nor back, for a while.</summary>
    public void CutBoth(LinkedProcess one, LinkedProcess other, long forUs)
    {
        Cut(one, other, forUs);
        Cut(other, one, forUs);
    }

    /// <summary>Tries to open a link; the handshake goes there and back.</summary>
    /// <param name="from">Dials.</param>
    /// <param name="to">Is dialled.</param>
    /// <param name="done">Told on the dialling side, once: its end, or null where there is no link.</param>
    public void Dial(LinkedProcess from, LinkedProcess to, Action<LinkEnd?> done)
    {
        long thereUs = LatencyUs(), backUs = LatencyUs();
        bool isOver = false;
        if (!to.IsAlive)
        {
            from.After(thereUs + backUs, () => Tell(null));
            return;
        }
        if (!IsCut(from, to))
            to.After(thereUs, () => Accept(from, to, backUs, Tell));
        // Whoever is paused, cut off or dies meanwhile says nothing.
        from.After(HandshakeUs, () => Tell(null));

        void Tell(LinkEnd? end)
        {
            if (isOver && end is not null)
                Close(end);
            else if (!isOver)
                done(end);
            isOver = true;
        }
    }

    public void Send(LinkEnd end, SimulatedMessage message)
    {
        if (!end.IsOpen || end.Peer is null)
            return;
        if (IsCut(end.Owner, end.Peer.Owner))
        {
            end.HeldUp.Enqueue(message);
            return;
        }
        if (message != SimulatedMessage.Ping && end.CorruptsNext)
        {
            end.CorruptsNext = false;
            Arrive(end, () => end.Peer.Owner.Break(end.Peer, "a corrupted frame"));
            return;
        }
        Arrive(end, () => end.Peer.Owner.Arrived(end.Peer, message));
        if (message == SimulatedMessage.Ping || end.Duplicates == 0)
            return;
        (end.Duplicates, end.HasDuplicated) = (end.Duplicates - 1, true);
        Arrive(end, () => end.Peer.Owner.Arrived(end.Peer, message));
    }

    /// <summary>Closes an end; the other end hears of it unless it is cut off.</summary>
    public void Close(LinkEnd end)
    {
        end.IsOpen = false;
        _ends.Remove(end);
        if (end.Peer is { IsOpen: true } peer && !IsCut(end.Owner, peer.Owner))
            Arrive(end, () => peer.Owner.Break(peer, "the peer closed it"));
    }

    /// <summary>Both ends of every link between two processes break.</summary>
    public void BreakLinks(LinkedProcess one, LinkedProcess other)
    {
        foreach (LinkEnd end in one.Ends.Where(end => end.Peer?.Owner == other).ToArray())
            one.Break(end, "reset");
    }

    private void Accept(LinkedProcess from, LinkedProcess to, long backUs, Action<LinkEnd?> done)
    {
        if (IsCut(to, from))
            return;
        var here = new LinkEnd(to, to.ClockUs);
        var there = new LinkEnd(from, from.ClockUs) { Peer = here };
        here.Peer = there;
        // Nothing arrives before the handshake is through.
        (here.LastArrivalUs, there.LastArrivalUs) = (world.NowUs + backUs + 1, world.NowUs + backUs + 1);
        if (!from.IsAlive)
            return;
        _ends.Add(here);
        _ends.Add(there);
        to.Opened(here);
        int life = from.Life;
        world.After(backUs, () =>
        {
            if (!from.IsAlive || from.Life != life)
                Close(there);
        });
        from.After(backUs, () => done(there));
    }

    private void Arrive(LinkEnd end, Action happens)
    {
        end.LastArrivalUs = Math.Max(end.LastArrivalUs, world.NowUs + LatencyUs());
        end.Peer!.Owner.After(end.LastArrivalUs - world.NowUs, happens);
    }

    private void Heal(LinkedProcess from, LinkedProcess to)
    {
        if (IsCut(from, to))
            return;
        foreach (LinkEnd end in _ends.Where(end => end.Owner == from && end.Peer?.Owner == to).ToArray())
        {
            for (int left = end.HeldUp.Count; left > 0; left--)
                Send(end, end.HeldUp.Dequeue());
        }
        // Ends whose other end is closed hear of it at the first byte they send.
        foreach (LinkEnd end in _ends.Where(end => end.Owner == to && end.Peer is { IsOpen: false } && end.Peer.Owner == from).ToArray())
            Arrive(end.Peer!, () => to.Break(end, "the peer closed it"));
    }

    private bool IsCut(LinkedProcess from, LinkedProcess to) => _cutUntilUs.TryGetValue((from, to), out long untilUs) && world.NowUs < untilUs;

    private long LatencyUs() => random.Chance(SpikesInThousand) ? random.Between(LatencyMaxUs, SpikeMaxUs) : random.Between(LatencyMinUs, LatencyMaxUs);
}
