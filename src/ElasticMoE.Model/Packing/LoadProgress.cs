namespace ElasticMoE.Model.Packing;

/// <summary>How far a long piece of loading has come.</summary>
/// <param name="Activity">What is being done: "packing weights".</param>
/// <param name="Done">Bytes done.</param>
/// <param name="Total">Bytes in all.</param>
public readonly record struct LoadProgress(string Activity, long Done, long Total);
