using System.Globalization;

namespace ElasticMoE.Placement.Planning;

/// <summary>How many awake replicas each unit gets: what is asked at least, and more for the hot ones while memory lasts.</summary>
internal static class ReplicaCounts
{
    public static void Decide(PlanState state)
    {
        double[] means = new double[state.Layers.Length];
        foreach (PlanUnit unit in state.Units)
            means[unit.Layer] += unit.Load;
        for (int layer = 0; layer < means.Length; layer++)
            means[layer] /= Math.Max(1, state.StayingNodes);
        long room = state.Nodes.Where(node => !node.IsDraining).Sum(node => node.BudgetBytes);
        var further = new List<(double Share, PlanUnit Unit)>();
        foreach (PlanUnit unit in state.Units)
        {
            int most = Math.Max(1, state.StayingNodes);
            unit.Awake = Math.Min(most, Math.Max(unit.Pins.Length, unit.AwakeMin == 0 && unit.AwakeMax > 0 && unit.Load > 0 ? 1 : unit.AwakeMin));
            room -= unit.Bytes * (unit.Awake + unit.Standbys);
            int wanted = Math.Min(most, Wanted(unit, means[unit.Layer], state.Problem.Settings));
            for (int count = unit.Awake; count < wanted; count++)
                further.Add((unit.Load / count, unit));
        }
        room -= (long)(state.Problem.Settings.ReserveShare * state.Nodes.Where(node => !node.IsDraining).Sum(node => node.BudgetBytes));
        foreach ((_, PlanUnit unit) in further.OrderByDescending(one => one.Share))
        {
            if (unit.Bytes > room)
                continue;
            room -= unit.Bytes;
            unit.Awake++;
        }
        foreach (PlanUnit unit in state.Units.Where(unit => unit.Awake != (unit.AwakeBefore > 0 ? unit.AwakeBefore : 1)))
            Explain(state, unit, means[unit.Layer]);
    }

    /// <summary>As many as bring a replica's load down to the limit; fewer than now only where the rest would be clearly below it.</summary>
    private static int Wanted(PlanUnit unit, double mean, PlannerSettings settings)
    {
        double limit = settings.HotReplicaShare * mean;
        int wanted = unit.Awake;
        while (wanted > 0 && wanted < unit.AwakeMax && unit.Load / wanted > limit)
            wanted++;
        int kept = Math.Min(unit.AwakeBefore, unit.AwakeMax);
        while (kept > wanted && (unit.Awake == 0 || unit.Load / (kept - 1) < settings.CoolShare * limit))
            kept--;
        return Math.Max(wanted, kept);
    }

    private static void Explain(PlanState state, PlanUnit unit, double mean) => state.Explain(unit, string.Create(
        CultureInfo.InvariantCulture,
        $"{unit.Awake} awake replicas (now {unit.AwakeBefore}; {unit.AwakeMin} to {unit.AwakeMax} asked, {unit.Pins.Length} pins), load {unit.Load:0.###}, the layer's mean node load {mean:0.###}"));
}
