using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Compute;

/// <summary>Some panels of one of the products that run together.</summary>
/// <param name="Product">Counts the products in the order in which they were added.</param>
/// <param name="Panels">The panels.</param>
internal readonly record struct WorkShare(int Product, PanelRange Panels);
