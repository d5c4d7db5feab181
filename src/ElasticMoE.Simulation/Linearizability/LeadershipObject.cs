namespace ElasticMoE.Simulation.Linearizability;

/// <summary>The right to lead, one operation after the other: a lock whose holders' numbers only grow.</summary>
internal sealed class LeadershipObject : ISequentialObject<Leadership, LeadershipOperation>
{
    public Leadership Initial => default;

    public bool TryApply(Leadership state, LeadershipOperation operation, out Leadership next)
    {
        next = state;
        switch (operation)
        {
            case LeadershipOperation.Begin begin when state.Holder == 0 && begin.Number > state.Highest:
                next = new(begin.Number, begin.Number);
                return true;
            case LeadershipOperation.End end when state.Holder == end.Number:
                next = state with { Holder = 0 };
                return true;
            default:
                return false;
        }
    }
}
