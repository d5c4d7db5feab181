namespace ElasticMoE.Model.Templates.Scoping;

/// <summary>A variable's place: how many scopes out, and which slot there.</summary>
internal readonly record struct SlotRef(int Hops, int Slot)
{
    /// <summary>The same place seen from one scope further in.</summary>
    public SlotRef Outward() => this with { Hops = Hops + 1 };
}
