using System.Globalization;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Hosting;
using ElasticMoE.DataPlane.Serving;
using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Network;
using ElasticMoE.Simulation.Requests;
using ElasticMoE.Simulation.StandIn;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>A node: the shell around the product's <see cref="ServingMachine"/>, with arithmetic that takes virtual time.</summary>
internal sealed class SimulatedNode(Scene scene, int number)
    : LinkedProcess(scene.World, scene.Network, string.Create(CultureInfo.InvariantCulture, $"node {number}")), IMapTaker
{
    private const long FrameUs = 40, PairUs = 4, DeathMinUs = 1_000, LoadMaxUs = 800;

    // So few that steps run into them.
    private const int CreditMin = 2, CreditMax = 40;

    private readonly List<ServingEffect> _effects = [];
    private readonly Dictionary<LinkEnd, int> _numbers = [];
    private readonly Dictionary<int, LinkEnd> _links = [];
    private readonly Dictionary<ServingWork, ExpertFrame> _frames = [];
    private readonly List<ReplicaTask> _tasks = [];
    private ReplicaTable _replicas = new([], []);
    private ServingMachine _machine = new([]);
    private Epoch _assigned;
    private int _lastLink;

    public NodeId Id => new(number);

    public NodeIdentity Identity => new(Id, new((ulong)Life << 16 | (uint)number | 1UL << 40));

    /// <summary>So many times slower than usual.</summary>
    public int Slowness { get; set; } = 1;

    /// <summary>Until when its mathematics hangs, while it answers pings.</summary>
    public long HangsUntilUs { get; set; }

    /// <summary>So many of the next runs throw.</summary>
    public int Throws { get; set; }

    /// <summary>Until when weights don't come to memory.</summary>
    public long PagesMissUntilUs { get; set; }

    public void Take(ExpertMap map)
    {
        if (map.Epoch <= _assigned)
            return;
        _assigned = map.Epoch;
        World.Note(Name, $"is assigned its part of epoch {map.Epoch.Counter}");
        Assign(map);
        Perform();
    }

    /// <summary>The system takes the pages of standbys; they are brought back once it has some again.</summary>
    public void Evict(long forUs)
    {
        PagesMissUntilUs = Math.Max(PagesMissUntilUs, World.NowUs + forUs);
        foreach (Replica standby in _replicas.Replicas.Where(replica => replica.Phase == ReplicaPhase.Warm).ToArray())
            _replicas.Evicted(standby);
        Perform();
    }

    protected override void OnStart()
    {
        base.OnStart();
        int[] experts = [.. Enumerable.Repeat(scene.Model.Experts, scene.Model.Layers)];
        _replicas = new(experts, new long[experts.Length]);
        _machine = new(_replicas);
        (_assigned, Slowness, HangsUntilUs, PagesMissUntilUs, Throws) = (new(-1, 0), 1, 0, 0, 0);
        Take(scene.Maps.Current);
    }

    protected override void OnCrash()
    {
        base.OnCrash();
        scene.Requests.Deaths++;
        _numbers.Clear();
        _links.Clear();
        _frames.Clear();
        _effects.Clear();
        _tasks.Clear();
    }

    protected override void OnOpened(LinkEnd end)
    {
        _numbers[end] = ++_lastLink;
        _links[_lastLink] = end;
        Network.Send(end, new ExpertFrame { Kind = FrameKind.Credit, CreditRows = (int)scene.Random.Between(CreditMin, CreditMax) });
    }

    protected override void OnBroken(LinkEnd end)
    {
        _numbers.Remove(end, out int link);
        _links.Remove(link);
        _machine.Break(link, _effects);
        Perform();
    }

    protected override void OnArrived(LinkEnd end, SimulatedMessage message)
    {
        var frame = (ExpertFrame)message;
        var work = new ServingWork
        {
            Link = _numbers[end],
            Header = new FrameHeader { Kind = frame.Kind, Flags = frame.Flags, FrameId = frame.Id, Epoch = frame.Epoch, Layer = frame.Layer, Rows = frame.Rows.Length },
        };
        work.Experts.Begin(frame.Layer);
        foreach (int[] experts in frame.Experts)
            work.Experts.AddRow(experts);
        foreach ((int expert, int version) in frame.Versions)
            work.Experts.SetVersion(expert, version);
        _frames[work] = frame;
        string before = frame.Flags.Has(FrameFlags.Hedge) ? StatesOf(work) : "";
        _machine.Dispatch(work, _effects);
        if (before.Length > 0 && before != StatesOf(work))
            World.Violate($"{Name}: a hedge changed the states of replicas from {before}to {StatesOf(work)}");
        Perform();
    }

    private string StatesOf(ServingWork work) =>
        string.Concat(Enumerable.Range(0, work.Experts.Pairs).Select(pair => $"{work.Experts.Experts[pair]} {ReplicaOf(work, pair)?.Phase} "));

    private Replica? ReplicaOf(ServingWork work, int pair) => _replicas.Find(new(new(work.Header.Layer, work.Experts.Experts[pair]), work.Experts.Versions[pair]));

    private void Assign(ExpertMap map)
    {
        var seen = new SortedSet<ExpertVersion>();
        foreach (ExpertPlacement placement in map.Live.SelectMany(live => live.Placements))
        {
            if (!seen.Add(new(placement.Expert, placement.Version)) || _replicas.GetOrAdd(new(placement.Expert, placement.Version)) is not { } replica)
                continue;
            if (placement.Awake.Contains(Id))
                _replicas.Command(replica, ReplicaAction.Wake);
            else
                _replicas.Command(replica, placement.Standbys.Contains(Id) ? ReplicaAction.Load : ReplicaAction.Unload);
            if (placement.Standbys.Contains(Id))
                _replicas.Command(replica, ReplicaAction.Sleep);
        }
    }

    /// <summary>Weights come to the store and to memory after a while.</summary>
    private void Bring()
    {
        _replicas.TakeTasks(_tasks);
        foreach ((Replica replica, ReplicaStep step) in _tasks)
        {
            if (step == ReplicaStep.Fetch)
                After(scene.Random.Between(0, LoadMaxUs), () => Brought(() => _replicas.Fetched(replica)));
            else if (step == ReplicaStep.Load)
                After(Math.Max(0, PagesMissUntilUs - World.NowUs) + scene.Random.Between(0, LoadMaxUs), () => Brought(() => _replicas.Loaded(replica, stays: true)));
        }
        _tasks.Clear();
    }

    private void Brought(Action tell)
    {
        tell();
        Perform();
    }

    private void Perform()
    {
        Bring();
        // What happens between two effects may have effects of its own.
        ServingEffect[] effects = [.. _effects];
        _effects.Clear();
        foreach (ServingEffect effect in effects)
        {
            if (!Lives())
                return;
            Perform(effect);
        }
    }

    private void Perform(in ServingEffect effect)
    {
        ServingWork? work = effect.Work;
        switch (effect.Kind)
        {
            case ServingEffectKind.Run: Run(work!); break;
            case ServingEffectKind.SendStarted: Send(work!, new() { Kind = FrameKind.Started, Id = work!.Header.FrameId }); break;
            case ServingEffectKind.SendNotHere: Send(work!, new() { Kind = FrameKind.NotHere, Id = work!.Header.FrameId, Layer = work.Header.Layer, Experts = [Missing(work)] }); break;
            case ServingEffectKind.SendAnswer: Send(work!, new() { Kind = FrameKind.Answer, Id = work!.Header.FrameId, Outputs = Outputs(_frames[work], work.Experts.Versions) }); break;
            case ServingEffectKind.SendFailed: Send(work!, new() { Kind = FrameKind.Failed, Id = work!.Header.FrameId, FaultyRow = effect.Failure.Row, Cause = effect.Failure.Cause }); break;
            case ServingEffectKind.Report: Report(effect.Expert); break;
            case ServingEffectKind.Release: _frames.Remove(work!); break;
            default: throw new ArgumentOutOfRangeException(nameof(effect));
        }
    }

    private void Run(ServingWork work)
    {
        long hangsUs = Math.Max(0, HangsUntilUs - World.NowUs);
        After(hangsUs + Slowness * (FrameUs + PairUs * work.Experts.Pairs + scene.Random.Between(0, FrameUs)), () => Finish(work));
    }

    private void Finish(ServingWork work)
    {
        if (HangsUntilUs > World.NowUs)
        {
            After(HangsUntilUs - World.NowUs, () => Finish(work));
            return;
        }
        (int row, int expert, SimulatedRequest? victim) = PoisonIn(_frames[work]);
        if (victim?.IsPoisonDeadly ?? false)
        {
            // A process may take a while to die, long enough for its router to copy the frame or to give it up.
            After(scene.Random.Chance(500) ? 0 : DeathMinUs << scene.Random.Below(11), () => Die(victim));
            return;
        }
        ExpertFrame frame = _frames[work];
        frame.IsSpoilt |= scene.Bug == PlantedBug.DrainForgotten && Enumerable.Range(0, work.Experts.Pairs).Any(pair => ReplicaOf(work, pair)?.Phase == ReplicaPhase.Draining);
        if (victim is not null)
        {
            _machine.Failed(new(row, expert, $"layer {work.Header.Layer}, expert {expert}: the mathematics threw"), _effects);
        }
        else if (Throws > 0)
        {
            Throws--;
            _machine.Failed(new(-1, -1, "the mathematics threw"), _effects);
        }
        else
        {
            _machine.Done(_effects);
        }
        Perform();
    }

    private void Die(SimulatedRequest victim)
    {
        const int deathsMax = 2;
        victim.Killed++;
        Crash($"a row of request {victim.Number} crashes its kernels");
        World.After(scene.Random.Between(20_000, 400_000), Start);
        if (victim.Killed > deathsMax + victim.Copies)
            World.Violate($"a row of request {victim.Number} has killed {victim.Killed} nodes; {victim.Copies} copies were out");
    }

    private (int Row, int Expert, SimulatedRequest? Victim) PoisonIn(ExpertFrame frame)
    {
        for (int row = 0; row < frame.Rows.Length; row++)
        {
            foreach (int expert in frame.Experts[row])
            {
                if (scene.Poison.Of(frame.Rows[row], new(frame.Layer, expert)) is { } request)
                    return (row, expert, request);
            }
        }
        return (-1, -1, null);
    }

    private (ulong Output, int Version)[] Outputs(ExpertFrame frame, int[] versions)
    {
        int wrong = frame.IsSpoilt || (scene.Bug == PlantedBug.StaleWeights && Life > 1) ? 1 : 0;
        var outputs = new (ulong, int)[frame.Experts.Sum(experts => experts.Length)];
        int pair = 0;
        for (int row = 0; row < frame.Rows.Length; row++)
        {
            foreach (int expert in frame.Experts[row])
            {
                int version = versions[pair] + wrong;
                outputs[pair++] = (StandInModel.Output(frame.Rows[row], new(frame.Layer, expert), version), version);
            }
        }
        return outputs;
    }

    private int[] Missing(ServingWork work) =>
        [.. Enumerable.Range(0, work.Experts.Pairs).Where(pair => !_machine.IsHere(work, pair)).Select(pair => work.Experts.Experts[pair]).Distinct()];

    private void Report(ExpertId expert)
    {
        World.Note(Name, $"wakes its standby of expert {expert.Layer}/{expert.Index}");
        foreach (LinkEnd end in Ends)
            Network.Send(end, new ExpertFrame { Kind = FrameKind.Holdings, Layer = expert.Layer, Experts = [[expert.Index]] });
    }

    private void Send(ServingWork work, ExpertFrame frame)
    {
        if (!_links.TryGetValue(work.Link, out LinkEnd? end))
            return;
        World.Note(Name, $"says {frame.Kind} to frame {(long)frame.Id} of {end.Peer!.Owner.Name}");
        Network.Send(end, frame);
    }
}
