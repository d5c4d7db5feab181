namespace ElasticMoE.Contracts.Control;

/// <summary>One layer's experts.</summary>
/// <param name="Experts">How many; 0 for a layer without.</param>
/// <param name="Active">Experts each row goes to.</param>
/// <param name="Groups">Groups of consecutive experts that routing is limited to; 1 where it isn't.</param>
/// <param name="ExpertBytes">Memory of one expert of the layer.</param>
public readonly record struct LayerShape(int Experts, int Active, int Groups, long ExpertBytes);
