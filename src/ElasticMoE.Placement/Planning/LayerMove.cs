namespace ElasticMoE.Placement.Planning;

/// <summary>A step that takes load off the busiest node of a layer.</summary>
/// <param name="Unit">Leaves it.</param>
/// <param name="Node">Where it goes.</param>
/// <param name="Other">Comes from there in exchange; null: nobody.</param>
/// <param name="Largest">The load of the busier of the two nodes afterwards.</param>
internal readonly record struct LayerMove(PlanUnit Unit, int Node, PlanUnit? Other, double Largest)
{
    /// <summary>Replicas of the current map that it moves.</summary>
    public int Cost => CostOf(Unit) + (Other is null ? 0 : CostOf(Other));

    /// <summary>Whether it moves nothing that the current map has.</summary>
    public bool IsFree => Cost == 0;

    private static int CostOf(PlanUnit unit) => unit.IsFresh ? 0 : unit.Experts.Length;
}
