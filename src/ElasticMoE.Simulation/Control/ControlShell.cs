using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Leases;
using ElasticMoE.Placement.Control.Supervision;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Control;

/// <summary>Performs what supervisors want.</summary>
internal sealed class ControlShell(ControlScene scene)
{
    private readonly SeededRandom _random = scene.Random.Fork();
    private readonly SortedDictionary<int, PlanAnswer> _lastPlan = [];
    private ulong _retries;

    /// <summary>What came of each command.</summary>
    public SortedDictionary<EventId, CommandOutcome> Answers { get; } = [];

    /// <summary>What only people are told.</summary>
    public List<SupervisorEffect> Told { get; } = [];

    /// <summary>Everything that was sent to nodes, in order.</summary>
    public List<ReplicaCommand> Sent { get; } = [];

    /// <summary>Told of every effect.</summary>
    public Action<SupervisorEffect>? Seen { get; set; }

    /// <summary>The longest a planner thinks.</summary>
    public long PlanningMs { get; set; } = 400;

    /// <summary>Performs one effect of a supervisor.</summary>
    public void Perform(ControlCandidate from, SupervisorEffect effect, Action<SupervisorMessage> reply)
    {
        Seen?.Invoke(effect);
        switch (effect)
        {
            case SupervisorEffect.Append append:
                Append(append, reply);
                break;
            case SupervisorEffect.Fence fence:
                scene.Checks.Acts(from, fence.Lease);
                scene.Links.ToNode(from, fence.Node.Node, node => node.Fence(fence.Node, fence.Lease));
                break;
            case SupervisorEffect.Send send:
                scene.Checks.Acts(from, send.Command.Lease);
                scene.Checks.Sends(from, send.Command);
                Sent.Add(send.Command);
                scene.Links.ToNode(from, send.Command.Target.Node, node => Deliver(node, send.Command, reply));
                break;
            case SupervisorEffect.Publish publish:
                scene.World.Note(from.Name, $"publishes map {publish.Map.Epoch.ToString()}");
                scene.Checks.Acts(from, publish.Map.Epoch.Lease);
                scene.Checks.Published(from, publish.Map);
                foreach (ControlRouter router in scene.Routers)
                    scene.Links.ToRouter(from, router, () => Deliver(router, null, publish.Delta, reply));
                break;
            case SupervisorEffect.SendMap map:
                ControlRouter asked = scene.Routers[map.Router.Router];
                scene.Links.ToRouter(from, asked, () => Deliver(asked, map.Map, null, reply));
                break;
            default:
                PerformOther(from, effect, reply);
                break;
        }
    }

    private void PerformOther(ControlCandidate from, SupervisorEffect effect, Action<SupervisorMessage> reply)
    {
        switch (effect)
        {
            case SupervisorEffect.Plan plan:
                PlanAnswer answer = Answer(from, plan.Question);
                scene.After(_random.Between(1, PlanningMs), () => reply(new SupervisorMessage.PlanReady(answer)));
                break;
            case SupervisorEffect.Answer answered:
                scene.World.Note("operator", $"is told {answered.Outcome.Code}: {answered.Outcome.Message}");
                Answers[answered.Request] = answered.Outcome;
                scene.Checks.Answered(answered.Request, answered.Outcome);
                break;
            case SupervisorEffect.StepDown:
                from.Give(new LeaseMessage.Superseded());
                break;
            default:
                Told.Add(effect);
                break;
        }
    }

    private void Append(SupervisorEffect.Append append, Action<SupervisorMessage> reply)
    {
        EventId id = append.Batch.Id;
        if (scene.Bug == PlantedBug.AnsweredBeforeJournaled)
        {
            reply(new SupervisorMessage.Appended(id));
            scene.Journal.Append(append, (_, _) => { });
            return;
        }
        // The mistake: what may have been written is written again under another name.
        bool isAgain = scene.Bug == PlantedBug.RetryUnderAnotherId && scene.Journal.Has(id);
        SupervisorEffect.Append sent = isAgain ? append with { Index = scene.Journal.Entries.Count + 1, Batch = append.Batch with { Id = new(99, ++_retries) } } : append;
        scene.Journal.Append(sent, (done, fenced) => reply(
            done == true ? new SupervisorMessage.Appended(id)
            : done is null ? new SupervisorMessage.AppendUnknown(id)
            : fenced ? new SupervisorMessage.AppendFenced(id) : new SupervisorMessage.AppendFailed(id, "the disk is full")));
    }

    /// <summary>The planner's answer. The mistake: that to the question before, under this one's number.</summary>
    private PlanAnswer Answer(ControlCandidate from, PlanQuestion question)
    {
        long began = scene.Watch?.Begin() ?? 0;
        PlanAnswer answer = question.Answer(scene.Settings.Planner!);
        scene.Watch?.Planned(began);
        if (scene.Bug != PlantedBug.PlanOfAnotherQuestion)
            return answer;
        PlanAnswer before = _lastPlan.GetValueOrDefault(from.Id, answer);
        _lastPlan[from.Id] = answer;
        return before with { Number = question.Number };
    }

    private void Deliver(ControlNode node, ReplicaCommand command, Action<SupervisorMessage> reply)
    {
        CommandReceipt receipt = node.Submit(command);
        if (receipt != CommandReceipt.Taken)
            scene.Links.Later(() => reply(new SupervisorMessage.CommandRefused(command.Target, command.Replica, receipt, node.Lease)));
    }

    private void Deliver(ControlRouter router, ClusterMap? map, MapDelta? delta, Action<SupervisorMessage> reply)
    {
        if (!router.IsHung && !router.Take(map, delta))
            scene.Links.Later(() => reply(new SupervisorMessage.MapAsked(router.Identity)));
    }
}
