using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Supervision;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Control;

/// <summary>What connects candidates, nodes and routers, and what is cut of it.</summary>
internal sealed class ControlLinks(ControlScene scene)
{
    private const int LatencyMs = 9, FirstReportMs = 20;

    private readonly SortedSet<(int Candidate, int Node)> _cutNodes = [];
    private readonly SortedSet<(int Candidate, int Router)> _cutRouters = [];
    private readonly SortedSet<(int Router, int Node)> _cutLinks = [];
    private readonly SortedDictionary<(int Candidate, int Node, int Router), long> _lastMs = [];
    private readonly SeededRandom _random = scene.Random.Fork();

    public void CutNode(int candidate, int node, bool cut)
    {
        if (!(cut ? _cutNodes.Add((candidate, node)) : _cutNodes.Remove((candidate, node))) || scene.Nodes[node].IsDead)
            return;
        if (cut)
            Disconnect(scene.Candidates[candidate], scene.Nodes[node].Description.Identity);
        else
            Introduce(scene.Candidates[candidate], scene.Nodes[node]);
    }

    public void CutRouter(int candidate, int router, bool cut)
    {
        if (!(cut ? _cutRouters.Add((candidate, router)) : _cutRouters.Remove((candidate, router))))
            return;
        if (cut)
            InOrder((candidate, -1, router), () => scene.Candidates[candidate].Give(new SupervisorMessage.RouterDisconnected(scene.Routers[router].Identity)));
        else
            Introduce(scene.Candidates[candidate], scene.Routers[router]);
    }

    public void CutLink(int router, int node, bool cut)
    {
        if (cut ? _cutLinks.Add((router, node)) : _cutLinks.Remove((router, node)))
            Report(scene.Routers[router]);
    }

    /// <summary>Whether what a node reports reaches whoever leads under a number.</summary>
    public bool IsHeard(NodeId node, long lease) => scene.Candidates.Any(one => one.Leads && one.Machine.Lease == lease && !_cutNodes.Contains((one.Id, node.Value)));

    public bool CanTalk(ControlRouter router, NodeId node) => !scene.Nodes[node.Value].IsDead && !_cutLinks.Contains((router.Identity.Router, node.Value));

    public bool Serve(ControlRouter router, NodeId node, ExpertVersion replica, bool takeover) => CanTalk(router, node) && scene.Nodes[node.Value].Serve(replica, takeover);

    public void Gone(ControlNode node)
    {
        foreach (ControlCandidate candidate in scene.Candidates.Where(one => !_cutNodes.Contains((one.Id, node.Id.Value))))
            Disconnect(candidate, node.Description.Identity);
        foreach (ControlRouter router in scene.Routers)
            Report(router);
    }

    public void Came(ControlNode node)
    {
        foreach (ControlCandidate candidate in scene.Candidates)
            Introduce(candidate, node);
    }

    /// <summary>A process that begins to lead hears of the connections that stand.</summary>
    public void Introduce(ControlCandidate candidate)
    {
        foreach (ControlNode node in scene.Nodes)
            Introduce(candidate, node);
        foreach (ControlRouter router in scene.Routers)
            Introduce(candidate, router);
    }

    public void Report(ControlNode node)
    {
        if (node.IsDead)
            return;
        NodeReport report = node.Observe();
        foreach (ControlCandidate candidate in scene.Candidates.Where(one => !_cutNodes.Contains((one.Id, node.Id.Value))))
            Later(() => candidate.Give(new SupervisorMessage.NodeReported(report)));
    }

    public void Report(ControlRouter router)
    {
        if (router.IsHung)
            return;
        RouterReport report = router.Observe();
        foreach (ControlCandidate candidate in scene.Candidates.Where(one => !_cutRouters.Contains((one.Id, router.Identity.Router))))
            Later(() => candidate.Give(new SupervisorMessage.RouterReported(report)));
    }

    /// <summary>Every node reports, again and again.</summary>
    public void ReportAll()
    {
        scene.After(scene.Settings.NodeReportMs, ReportAll);
        foreach (ControlNode node in scene.Nodes)
            Report(node);
    }

    public void ToNode(ControlCandidate from, NodeId node, Action<ControlNode> action)
    {
        if (_cutNodes.Contains((from.Id, node.Value)))
            return;
        scene.After(from.LatenessMs + _random.Between(1, LatencyMs), () =>
        {
            if (!scene.Nodes[node.Value].IsDead)
                action(scene.Nodes[node.Value]);
        });
    }

    public void ToRouter(ControlCandidate from, ControlRouter router, Action action)
    {
        if (!_cutRouters.Contains((from.Id, router.Identity.Router)))
            Later(action);
    }

    public void Later(Action action) => scene.After(_random.Between(1, LatencyMs), action);

    /// <summary>A link's beginnings and ends are heard in their order.</summary>
    private void InOrder((int Candidate, int Node, int Router) link, Action action)
    {
        long atMs = Math.Max(_lastMs.GetValueOrDefault(link), scene.NowMs + _random.Between(1, LatencyMs));
        _lastMs[link] = atMs;
        scene.After(atMs - scene.NowMs, action);
    }

    private void Disconnect(ControlCandidate candidate, NodeIdentity node)
    {
        if (scene.Bug != PlantedBug.LossUnheard)
            InOrder((candidate.Id, node.Node.Value, -1), () => candidate.Give(new SupervisorMessage.NodeDisconnected(node)));
    }

    private void Introduce(ControlCandidate candidate, ControlNode node)
    {
        if (node.IsDead || _cutNodes.Contains((candidate.Id, node.Id.Value)))
            return;
        NodeDescription description = node.Description;
        long lease = node.Lease;
        InOrder((candidate.Id, node.Id.Value, -1), () => candidate.Give(new SupervisorMessage.NodeConnected(description, lease)));
        scene.After(FirstReportMs, () => Report(node));
    }

    private void Introduce(ControlCandidate candidate, ControlRouter router)
    {
        if (_cutRouters.Contains((candidate.Id, router.Identity.Router)))
            return;
        InOrder((candidate.Id, -1, router.Identity.Router), () => candidate.Give(new SupervisorMessage.RouterConnected(router.Identity)));
        scene.After(FirstReportMs, () => Report(router));
    }
}
