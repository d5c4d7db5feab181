using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Serving;

/// <summary>
/// A node's side of the experts: takes dispatches, runs one at a time under a hold on each of its experts, decode before prefill, and
/// answers. It serves any frame whose experts it holds awake or warm, whatever the epoch; otherwise it says NotHere and computes nothing.
/// Only a takeover wakes a standby.
/// </summary>
[Machine]
public sealed class ServingMachine
{
    private readonly Replica[][] _replicas;
    private readonly Queue<ServingWork> _decode = new();
    private readonly Queue<ServingWork> _prefill = new();
    private ServingWork? _running;

    /// <param name="expertsPerLayer">Experts of each layer; 0 for a layer without. All replicas are cold.</param>
    public ServingMachine(IReadOnlyList<int> expertsPerLayer)
    {
        _replicas = new Replica[expertsPerLayer.Count][];
        for (int layer = 0; layer < _replicas.Length; layer++)
        {
            _replicas[layer] = new Replica[expertsPerLayer[layer]];
            for (int expert = 0; expert < _replicas[layer].Length; expert++)
                _replicas[layer][expert] = new();
        }
    }

    /// <summary>Work that waits or runs.</summary>
    public int Load => _decode.Count + _prefill.Count + (_running is null ? 0 : 1);

    /// <summary>The replica of an expert; null where the model has no such expert.</summary>
    public Replica? ReplicaOf(ExpertId expert) =>
        (uint)expert.Layer < (uint)_replicas.Length && (uint)expert.Index < (uint)_replicas[expert.Layer].Length ? _replicas[expert.Layer][expert.Index] : null;

    /// <summary>
    /// Makes the replicas what a map says of this node: awake, warm, or cold where it doesn't name the node. What is held is given up when it
    /// is released.
    /// </summary>
    public void Assign(ExpertMap map, NodeId node)
    {
        foreach (ExpertPlacement placement in map.Placements)
        {
            if (ReplicaOf(placement.Expert) is { } replica)
                Assign(replica, placement.Awake.Contains(node), placement.Standbys.Contains(node));
        }
    }

    /// <summary>Rows that wait or run for the router at the other end of a link.</summary>
    public int RowsOf(int link)
    {
        int rows = _running?.Link == link ? _running.Experts.Rows : 0;
        foreach (ServingWork work in _decode)
            rows += work.Link == link ? work.Experts.Rows : 0;
        foreach (ServingWork work in _prefill)
            rows += work.Link == link ? work.Experts.Rows : 0;
        return rows;
    }

    /// <summary>A link is broken: nobody waits any more for what came on it. What runs goes on to its end.</summary>
    public void Break(int link, List<ServingEffect> effects)
    {
        Drop(_decode, link, effects);
        Drop(_prefill, link, effects);
    }

    /// <summary>A dispatch has come.</summary>
    public void Dispatch(ServingWork work, List<ServingEffect> effects)
    {
        if (!CanServe(work))
        {
            effects.Add(new(ServingEffectKind.SendNotHere, work));
            effects.Add(new(ServingEffectKind.Release, work));
            return;
        }
        foreach (int expert in work.Experts.Experts.AsSpan(0, work.Experts.Pairs))
            Hold(new(work.Header.Layer, expert), work.Header.Flags, effects);
        (work.Header.Flags.HasFlag(FrameFlags.Decode) ? _decode : _prefill).Enqueue(work);
        RunNext(effects);
    }

    /// <summary>The running work has its outputs.</summary>
    public void Done(List<ServingEffect> effects)
    {
        effects.Add(new(ServingEffectKind.SendAnswer, _running));
        End(effects);
    }

    /// <summary>The running work can't be computed.</summary>
    public void Failed(string cause, List<ServingEffect> effects)
    {
        effects.Add(new(ServingEffectKind.SendFailed, _running) { Cause = cause });
        End(effects);
    }

    /// <summary>Whether each expert of the work is held here.</summary>
    public bool IsHere(ServingWork work, int pair) => ReplicaOf(new(work.Header.Layer, work.Experts.Experts[pair]))?.CanServe ?? false;

    private static void Assign(Replica replica, bool awake, bool standby)
    {
        if (awake)
        {
            replica.Wake();
            replica.Loaded(asStandby: false);
            return;
        }
        replica.Sleep();
        if (standby)
            replica.Loaded(asStandby: true);
        else
            replica.Unload();
    }

    private bool CanServe(ServingWork work)
    {
        for (int pair = 0; pair < work.Experts.Pairs; pair++)
        {
            if (!IsHere(work, pair))
                return false;
        }
        return true;
    }

    private void Hold(ExpertId expert, FrameFlags flags, List<ServingEffect> effects)
    {
        Replica replica = ReplicaOf(expert)!;
        if (flags.HasFlag(FrameFlags.Takeover) && replica.State == ReplicaState.AsleepWarm)
        {
            replica.Wake();
            effects.Add(new(ServingEffectKind.Report, null) { Expert = expert });
        }
        replica.Hold();
    }

    private void Drop(Queue<ServingWork> waiting, int link, List<ServingEffect> effects)
    {
        for (int left = waiting.Count; left > 0; left--)
        {
            ServingWork work = waiting.Dequeue();
            if (work.Link == link)
                Release(work, effects);
            else
                waiting.Enqueue(work);
        }
    }

    private void End(List<ServingEffect> effects)
    {
        ServingWork work = _running!;
        _running = null;
        Release(work, effects);
        RunNext(effects);
    }

    private void Release(ServingWork work, List<ServingEffect> effects)
    {
        foreach (int expert in work.Experts.Experts.AsSpan(0, work.Experts.Pairs))
            ReplicaOf(new(work.Header.Layer, expert))!.Release();
        effects.Add(new(ServingEffectKind.Release, work));
    }

    private void RunNext(List<ServingEffect> effects)
    {
        if (_running is not null || !(_decode.TryDequeue(out _running) || _prefill.TryDequeue(out _running)))
            return;
        // A node that dies under a suspect has told so before.
        if (_running.Header.Flags.HasFlag(FrameFlags.Suspect))
            effects.Add(new(ServingEffectKind.SendStarted, _running));
        effects.Add(new(ServingEffectKind.Run, _running));
    }
}
