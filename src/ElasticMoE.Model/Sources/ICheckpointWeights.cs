using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Sources;

/// <summary>Where the weights of a checkpoint lie, by the part they play.</summary>
internal interface ICheckpointWeights : IDisposable
{
    /// <summary>The weight files.</summary>
    IReadOnlyList<SourceFile> Files { get; }

    /// <summary>Bytes of tensors by element type, as the files name the types.</summary>
    IReadOnlyDictionary<string, long> BytesByType { get; }

    /// <summary>Whether latent attention's second key-value projection is stored split per head, as <see cref="MatrixRole.LatentKeys"/> and <see cref="MatrixRole.LatentValues"/>.</summary>
    bool SplitsLatent { get; }

    /// <summary>A matrix; layer and expert are -1 where the role has none.</summary>
    /// <exception cref="InputException">The tensor is missing, or of a wrong type or shape; the message names it.</exception>
    MatrixSource Matrix(MatrixRole role, int layer, int expert);

    /// <summary>A vector of that length; layer and expert are -1 where the role has none.</summary>
    /// <exception cref="InputException">The tensor is missing, or of a wrong type or shape; the message names it.</exception>
    VectorSource Vector(VectorRole role, (int Layer, int Expert) place, int length);

    /// <summary>
    /// The names of tensors that were not asked for so far and are not expected either, in order. From here on asking changes nothing and
    /// is safe from several threads.
    /// </summary>
    IReadOnlyList<string> TakeUnused();
}
