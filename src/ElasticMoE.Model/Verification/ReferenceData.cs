using ElasticMoE.Contracts;
using ElasticMoE.Model.Files;

namespace ElasticMoE.Model.Verification;

/// <summary>What the reference implementation gives on one prompt: a checkpoint's `golden.safetensors`.</summary>
internal sealed record ReferenceData
{
    /// <summary>The prompt, [S].</summary>
    public required int[] Input { get; init; }

    /// <summary>[S, V].</summary>
    public required float[] Logits { get; init; }

    /// <summary>[L + 1, S, H]: embeddings, after each layer; the last one after the final norm.</summary>
    public required float[] Hidden { get; init; }

    /// <summary>[M, S, K], ascending within a row.</summary>
    public required int[] RouterIds { get; init; }

    /// <summary>[M, S, K], as applied.</summary>
    public required float[] RouterWeights { get; init; }

    /// <summary>The greedy continuation, stop ids ignored.</summary>
    public required int[] Greedy { get; init; }

    public static ReferenceData Read(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return new()
        {
            Input = Ids(file, "input_ids"),
            Logits = file.ReadSingles("logits"),
            Hidden = file.ReadSingles("hidden"),
            RouterIds = Ids(file, "router_ids"),
            RouterWeights = file.ReadSingles("router_weights"),
            Greedy = Ids(file, "greedy"),
        };
    }

    /// <summary>Token or expert ids, which files keep in 64 bits.</summary>
    public static int[] Ids(SafetensorsFile file, string name) => [.. file.ReadIntegers(name).Select(id => checked((int)id))];
}
