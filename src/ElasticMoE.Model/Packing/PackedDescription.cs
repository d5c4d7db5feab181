using ElasticMoE.Kernels;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Packing;

/// <summary>What a folder with packed weights holds.</summary>
/// <param name="Config">The architecture.</param>
/// <param name="Weights">The file of packed weights.</param>
/// <param name="BytesByFormat">Its bytes by the format they are held in, norms and biases under f32.</param>
public sealed record PackedDescription(ModelConfig Config, SourceFile Weights, IReadOnlyDictionary<WeightFormat, long> BytesByFormat);
