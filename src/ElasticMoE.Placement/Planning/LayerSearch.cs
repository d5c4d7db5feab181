using System.Globalization;

namespace ElasticMoE.Placement.Planning;

/// <summary>
/// Takes load off a layer's busiest node, step by step: an awake replica changes roles with a standby of its unit, moves to another node, or changes places with another
/// unit's. What the current map has moves only for a clear gain, and only while the plan's moves last.
/// </summary>
internal sealed class LayerSearch(PlanState state)
{
    private const int StepsMax = 400;
    private int _movesLeft = state.Problem.Settings.BalanceMovesMax;

    /// <summary>Balances layers, the least even ones first.</summary>
    /// <param name="fresh">Only those of which the current map has nothing, or only the others and those that were changed since.</param>
    public void Run(bool fresh)
    {
        ILookup<int, PlanUnit> units = state.Units.Where(unit => unit.AwakeOn.Count > 0).ToLookup(unit => unit.Layer);
        foreach (int layer in Enumerable.Range(0, state.Layers.Length).OrderByDescending(layer => state.LoadsOf(layer).Max() / Math.Max(double.Epsilon, state.MeanOf(layer))).ToArray())
        {
            PlanUnit[] all = [.. units[layer]];
            bool isTurn = Array.TrueForAll(all, unit => unit.IsFresh) == fresh || (!fresh && state.Unsettled.Contains(layer));
            for (int step = 0; step < StepsMax && isTurn && Step(layer, all); step++)
            {
            }
        }
    }

    private bool Step(int layer, PlanUnit[] units)
    {
        double[] loads = state.LoadsOf(layer);
        int busiest = Array.IndexOf(loads, loads.Max());
        double mean = state.MeanOf(layer);
        bool isFresh = Array.TrueForAll(units, unit => unit.IsFresh);
        if (loads[busiest] <= mean * (1 + (isFresh ? 1e-9 : state.Problem.Settings.BalanceTolerance)))
            return false;
        LayerMove? best = null;
        foreach (PlanUnit unit in units.Where(unit => unit.AwakeOn.Contains(busiest) && !unit.IsPinned(busiest)))
        {
            foreach (LayerMove move in Moves(unit, busiest, units))
            {
                double least = move.IsFree ? 1e-9 : state.Problem.Settings.BalanceGainMin;
                bool pays = loads[busiest] - move.Largest > least * mean && move.Cost <= _movesLeft;
                if (pays && IsBetter(move, best) && KeepsStandbys(move, busiest))
                    best = move;
            }
        }
        if (best is not { } chosen)
            return false;
        Explain(chosen, busiest, loads[busiest], layer);
        Perform(chosen, busiest);
        return true;
    }

    /// <summary>The lower load, then the fewer moves.</summary>
    private static bool IsBetter(LayerMove move, LayerMove? best) =>
        best is not { } other || move.Largest < other.Largest || (move.Largest == other.Largest && move.Cost < other.Cost);

    private IEnumerable<LayerMove> Moves(PlanUnit unit, int busiest, PlanUnit[] units)
    {
        double[] loads = state.LoadsOf(unit.Layer);
        double share = unit.Share;
        for (int node = 0; node < loads.Length; node++)
        {
            if (!state.IsOpen(node) || unit.AwakeOn.Contains(node))
                continue;
            bool isStandby = unit.StandbyOn.Contains(node);
            if (isStandby || state.FreeOn(node) >= unit.Bytes)
                yield return new(unit, node, null, Math.Max(loads[busiest] - share, loads[node] + share));
        }
        foreach (PlanUnit other in units)
        {
            double change = share - other.Share;
            if (change <= 0 || other.IsOn(busiest) || !state.IsOpen(busiest))
                continue;
            foreach (int node in other.AwakeOn)
            {
                if (state.IsOpen(node) && !unit.IsOn(node) && !other.IsPinned(node) && Fits(unit, other, node) && Fits(other, unit, busiest))
                    yield return new(unit, node, other, Math.Max(loads[busiest] - change, loads[node] + change));
            }
        }
    }

    private bool Fits(PlanUnit comes, PlanUnit goes, int node) => state.FreeOn(node) + goes.Bytes >= comes.Bytes;

    private bool KeepsStandbys(LayerMove move, int busiest) =>
        StaysProtected(move.Unit, busiest, move.Node) && (move.Other is null || StaysProtected(move.Other, move.Node, busiest));

    /// <summary>Whether a unit whose awake replica goes from one node to another can still lose a domain, if it could.</summary>
    private bool StaysProtected(PlanUnit unit, int from, int to) =>
        !Spread.IsProtected(state.Domains, unit.AwakeOn, unit.StandbyOn)
        || Spread.IsProtected(state.Domains, [.. unit.AwakeOn.Where(node => node != from), to], [.. unit.StandbyOn.Select(node => node == to ? from : node)]);

    private void Perform(LayerMove move, int busiest)
    {
        _movesLeft -= move.Cost;
        bool isFlip = move.Unit.StandbyOn.Contains(move.Node);
        if (move.Other is { } other)
            state.Take(other, move.Node, CauseOf(other));
        if (isFlip)
            state.Put(move.Unit, busiest, ReplicaRole.Standby, CauseOf(move.Unit));
        else
            state.Take(move.Unit, busiest, CauseOf(move.Unit));
        state.Put(move.Unit, move.Node, ReplicaRole.Awake, CauseOf(move.Unit));
        if (move.Other is { } changed)
            state.Put(changed, busiest, ReplicaRole.Awake, CauseOf(changed));
    }

    private static MoveCause CauseOf(PlanUnit unit) => unit.IsFresh ? MoveCause.Scale : MoveCause.Balance;

    private void Explain(LayerMove move, int busiest, double before, int layer)
    {
        if (move.IsFree)
            return;
        string exchange = move.Other is { } other ? $", in exchange for {other}" : move.Unit.StandbyOn.Contains(move.Node) ? ", where its standby is" : "";
        state.Explain(move.Unit, string.Create(
            CultureInfo.InvariantCulture,
            $"from node {state.Nodes[busiest].Node} to {state.Nodes[move.Node].Node}{exchange}: the busier of the two carries {move.Largest:0.###} instead of {before:0.###}, the mean of layer {state.Layers[layer]} is {state.MeanOf(layer):0.###}"));
    }
}
