namespace ElasticMoE.Model.Packing;

/// <summary>One section to be packed.</summary>
/// <param name="Name">As in <see cref="PackedSection"/>.</param>
/// <param name="Items">Its content, in order.</param>
internal sealed record PackPlanSection(string Name, IReadOnlyList<PackItem> Items);
