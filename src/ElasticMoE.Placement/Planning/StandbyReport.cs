namespace ElasticMoE.Placement.Planning;

/// <summary>Says which units lack standbys, or lie in one failure domain alone.</summary>
internal sealed class StandbyReport(PlanState state)
{
    /// <param name="byUse">Units that have a place, the most used first.</param>
    public void Write(PlanUnit[] byUse)
    {
        PlanUnit[] placed = [.. byUse.Where(unit => unit.AwakeOn.Count + unit.StandbyOn.Count > 0)];
        PlanUnit[] without = [.. placed.Where(unit => unit.StandbyOn.Count < StandbyPlacing.Wanted(state, unit))];
        PlanUnit[] near = [.. placed.Except(without).Where(unit => StandbyPlacing.IsAlone(state, unit))];
        foreach (PlanUnit unit in without)
            state.Explain(unit, $"{unit.StandbyOn.Count} of {unit.Standbys} standbys, for want of a node with room for its {unit.Bytes} bytes");
        if (without.Length > 0)
            state.Reasons.Add($"{Experts(without)} experts lack standbys, the least used ones: {Names(without)}{Alone(placed)}");
        if (near.Length > 0)
            state.Reasons.Add($"{Experts(near)} experts have no standby in another {state.Domains.KindName}: {Names(near)}{(without.Length > 0 ? "" : Alone(placed))}");
    }

    /// <summary>How many would be lost with a domain, and whether that is the planner's fault.</summary>
    private string Alone(PlanUnit[] placed)
    {
        int alone = Experts([.. placed.Where(unit => StandbyPlacing.IsAlone(state, unit))]);
        return alone == 0 ? "" : $"; {alone} lie in one {state.Domains.KindName} alone, {ProtectionBound.UnprotectedMin(state.Problem, state.Domains, state.Nodes)} at least for want of memory";
    }

    private static int Experts(PlanUnit[] units) => units.Sum(unit => unit.Experts.Length);

    private static string Names(PlanUnit[] units) => string.Join(", ", units.Reverse().Take(5)) + (units.Length > 5 ? ", …" : "");
}
