using ElasticMoE.Actors;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>Performs what the supervisor wants; none of it waits.</summary>
/// <param name="options">The supervisor's.</param>
/// <param name="shell">Who is answered, and told what the journal says.</param>
internal sealed class SupervisorPerformer(SupervisorOptions options, SupervisorShell shell) : IEffectPerformer<SupervisorEffect>
{
    private readonly JournalWriter _writer = new(options.Journal, options.Log);

    public void Perform(SupervisorEffect effect)
    {
        switch (effect)
        {
            case SupervisorEffect.Append append:
                shell.OnJournal(() => Append(append));
                break;
            case SupervisorEffect.SaveSnapshot save:
                shell.OnJournal(() => _writer.Save(save.State));
                break;
            case SupervisorEffect.Plan plan:
                shell.OnPlanner(() => shell.Tell(new SupervisorMessage.PlanReady(plan.Question.Answer(options.Planner))));
                break;
            case SupervisorEffect.Fence fence:
                options.Peers.Fence(fence.Node, fence.Lease);
                break;
            case SupervisorEffect.Send send:
                options.Peers.Send(send.Command);
                break;
            case SupervisorEffect.Publish publish:
                options.Peers.Publish(publish.Map, publish.Delta);
                break;
            case SupervisorEffect.FailBound bound:
                options.Log(bound.Message);
                options.Peers.FailBound(bound.Revision, bound.Message);
                break;
            case SupervisorEffect.SendMap send:
                options.Peers.SendMap(send.Router, send.Map);
                break;
            case SupervisorEffect.Answer answer:
                shell.Waiting.Answer(answer.Request, answer.Outcome);
                break;
            case SupervisorEffect.Ended ended:
                shell.Waiting.End(ended.Operation, ended.Outcome);
                break;
            case SupervisorEffect.StepDown down:
                options.Log($"steps down: {down.Cause}");
                shell.StepDown();
                break;
            default:
                Tell(effect);
                break;
        }
    }

    private void Append(SupervisorEffect.Append append)
    {
        SupervisorMessage told = _writer.Append(append);
        shell.Tell(told);
        if (told is SupervisorMessage.Appended)
            shell.NoteAppended();
    }

    /// <summary>What only people are told. Nodes write down by themselves what commands had them hold, so that their assignments needn't be sent.</summary>
    private void Tell(SupervisorEffect effect)
    {
        if (effect is SupervisorEffect.RouterLags lags)
            options.Log($"{lags.Router} hasn't acknowledged map {lags.Epoch}");
        else if (effect is SupervisorEffect.FreezeChanged freeze)
            options.Log(freeze.IsFrozen ? $"frozen: {freeze.Cause}" : "no longer frozen");
    }
}
