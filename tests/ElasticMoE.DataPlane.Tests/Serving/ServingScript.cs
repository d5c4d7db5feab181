using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Hosting;
using ElasticMoE.DataPlane.Serving;

namespace ElasticMoE.DataPlane.Tests.Serving;

/// <summary>A serving machine of one layer, told what happens and asked what it wants.</summary>
internal sealed class ServingScript
{
    private readonly List<ServingEffect> _effects = [];
    private ulong _lastFrame;

    /// <summary>Four experts: 0 awake, 1 a standby, 2 and 3 cold.</summary>
    public ServingScript() => Machine.Assign(Map(1, [0], [1], [2]), new NodeId(0));

    public ServingMachine Machine { get; } = new([4]);

    /// <summary>A map of four experts: awake here, standby here, elsewhere.</summary>
    public static ExpertMap Map(long counter, int[] awake, int[] standby, int[] elsewhere)
    {
        var here = new NodeId(0);
        IEnumerable<ExpertPlacement> placements =
        [
            .. awake.Select(expert => new ExpertPlacement(new(0, expert), [here], [])),
            .. standby.Select(expert => new ExpertPlacement(new(0, expert), [new(1)], [here])),
            .. elsewhere.Append(3).Select(expert => new ExpertPlacement(new(0, expert), [new(1)], [])),
        ];
        return new ExpertMap(new Epoch(0, counter), placements);
    }

    /// <summary>What the machine wants after a dispatch.</summary>
    public ServingEffect[] Dispatch(int link, FrameFlags flags, params ReadOnlySpan<int> experts)
    {
        var work = new ServingWork { Link = link, Header = new FrameHeader { Kind = FrameKind.Dispatch, Flags = flags, FrameId = ++_lastFrame } };
        work.Experts.Begin(0);
        work.Experts.AddRow(experts);
        Machine.Dispatch(work, _effects);
        return Taken();
    }

    public ServingEffect[] Done()
    {
        Machine.Done(_effects);
        return Taken();
    }

    public ServingEffect[] Break(int link)
    {
        Machine.Break(link, _effects);
        return Taken();
    }

    public Replica Replica(int expert) => Machine.ReplicaOf(new(0, expert))!;

    public static ServingEffectKind[] Kinds(ServingEffect[] effects) => [.. effects.Select(effect => effect.Kind)];

    private ServingEffect[] Taken()
    {
        ServingEffect[] taken = [.. _effects];
        _effects.Clear();
        return taken;
    }
}
