using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Hosting;

namespace ElasticMoE.DataPlane.Serving;

/// <summary>
/// A node's side of the experts: takes dispatches, runs one at a time under a hold on each of its experts, decode before prefill, and
/// answers. It serves any frame whose experts it holds awake or warm, whatever the epoch; otherwise it says NotHere and computes nothing.
/// Only a takeover wakes a standby.
/// </summary>
[Machine]
public sealed class ServingMachine
{
    private readonly ReplicaTable _replicas;
    private readonly Queue<ServingWork> _decode = new();
    private readonly Queue<ServingWork> _prefill = new();
    private ServingWork? _running;

    /// <summary>The machine of a process that has all weights in memory; nothing is assigned to it yet.</summary>
    /// <param name="expertsPerLayer">Experts of each layer; 0 for a layer without.</param>
    public ServingMachine(IReadOnlyList<int> expertsPerLayer)
        : this(ReplicaTable.OfWholeModel(expertsPerLayer))
    {
    }

    /// <param name="replicas">What the node holds.</param>
    public ServingMachine(ReplicaTable replicas) => _replicas = replicas;

    /// <summary>Whether the node is about to end: it takes nothing new, so that routers go elsewhere before its links break, and no row is out when they do.</summary>
    public bool IsEnding { get; set; }

    /// <summary>Work that waits or runs.</summary>
    public int Load => _decode.Count + _prefill.Count + (_running is null ? 0 : 1);

    /// <summary>The replica of an expert's first version; null where the model has no such expert.</summary>
    public Replica? ReplicaOf(ExpertId expert) => _replicas.Find(new ExpertVersion(expert, 0));

    /// <summary>
    /// Makes the replicas what a map says of this node: awake, warm, or cold where it doesn't name the node. What is held is given up when it
    /// is released. For a process that has all weights in memory.
    /// </summary>
    public void Assign(ExpertMap map, NodeId node) => _replicas.Assign(map, node);

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
        work.Resolve(_replicas);
        if (!CanServe(work))
        {
            effects.Add(new(ServingEffectKind.SendNotHere, work));
            effects.Add(new(ServingEffectKind.Release, work));
            return;
        }
        for (int pair = 0; pair < work.Experts.Pairs; pair++)
            Hold(work.Replicas[pair]!, work.Header.Flags, effects);
        (work.Header.Flags.Has(FrameFlags.Decode) ? _decode : _prefill).Enqueue(work);
        RunNext(effects);
    }

    /// <summary>The running work has its outputs.</summary>
    public void Done(List<ServingEffect> effects)
    {
        effects.Add(new(ServingEffectKind.SendAnswer, _running));
        End(served: true, effects);
    }

    /// <summary>The running work can't be computed.</summary>
    public void Failed(in FailedPayload failure, List<ServingEffect> effects)
    {
        effects.Add(new(ServingEffectKind.SendFailed, _running) { Failure = failure });
        End(served: false, effects);
    }

    /// <summary>Whether the expert of a pair is held here and may be used.</summary>
    public bool IsHere(ServingWork work, int pair) => !IsEnding && (work.Replicas[pair]?.CanServe ?? false);

    private bool CanServe(ServingWork work)
    {
        for (int pair = 0; pair < work.Experts.Pairs; pair++)
        {
            if (!IsHere(work, pair))
                return false;
        }
        return true;
    }

    private void Hold(Replica replica, FrameFlags flags, List<ServingEffect> effects)
    {
        if (flags.Has(FrameFlags.Takeover) && _replicas.TakeOver(replica))
            effects.Add(new(ServingEffectKind.Report, null) { Expert = replica.Id.Expert });
        replica.Hold();
    }

    private void Drop(Queue<ServingWork> waiting, int link, List<ServingEffect> effects)
    {
        for (int left = waiting.Count; left > 0; left--)
        {
            ServingWork work = waiting.Dequeue();
            if (work.Link == link)
                Release(work, served: false, effects);
            else
                waiting.Enqueue(work);
        }
    }

    private void End(bool served, List<ServingEffect> effects)
    {
        ServingWork work = _running!;
        _running = null;
        Release(work, served, effects);
        RunNext(effects);
    }

    private void Release(ServingWork work, bool served, List<ServingEffect> effects)
    {
        foreach (Replica? replica in work.Replicas.AsSpan(0, work.Experts.Pairs))
            _replicas.Release(replica!, served);
        effects.Add(new(ServingEffectKind.Release, work));
    }

    private void RunNext(List<ServingEffect> effects)
    {
        if (_running is not null || !(_decode.TryDequeue(out _running) || _prefill.TryDequeue(out _running)))
            return;
        // A node that dies under a suspect has told so before.
        if (_running.Header.Flags.Has(FrameFlags.Suspect))
            effects.Add(new(ServingEffectKind.SendStarted, _running));
        effects.Add(new(ServingEffectKind.Run, _running));
    }
}
