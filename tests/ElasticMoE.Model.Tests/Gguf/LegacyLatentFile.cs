using System.Runtime.InteropServices;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Gguf;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Tests.Gguf;

/// <summary>Writes a deepseek2 file as it was before the second key-value projection was split per head.</summary>
internal static class LegacyLatentFile
{
    /// <param name="directory">The checkpoint.</param>
    /// <param name="split">It as F32 with the projection split.</param>
    /// <param name="path">The file to write.</param>
    public static void Write(string directory, string split, string path)
    {
        using ModelSource source = ModelSource.Open(directory);
        using GgufFile file = GgufFile.Open(split);
        ModelConfig config = source.Config;
        GgufTensor[] kept = [.. file.Tensors.Values.Where(tensor => !tensor.Name.Contains("_k_b.", StringComparison.Ordinal) && !tensor.Name.Contains("_v_b.", StringComparison.Ordinal))];
        MatrixSource[] joined = [.. Enumerable.Range(0, config.Layers.Count).Select(layer => source.Matrix(MatrixRole.KvB, layer))];
        var specs = kept.Select(tensor => new GgufSpec(tensor.Name, tensor.Type, tensor.Shape))
            .Concat(joined.Select((matrix, layer) => new GgufSpec($"blk.{layer}.attn_kv_b.weight", GgufType.F32, [matrix.Outputs, matrix.Inputs])));
        using var writer = GgufWriter.Create(path, Pairs(config), [.. specs]);
        foreach (GgufTensor tensor in kept)
        {
            writer.Write(file.Bytes(tensor, 0, (int)tensor.Bytes));
            writer.EndTensor();
        }
        foreach (MatrixSource matrix in joined)
        {
            float[] rows = new float[matrix.Outputs * matrix.Inputs];
            matrix.ReadRows(0, matrix.Outputs, rows);
            writer.Write(MemoryMarshal.AsBytes(rows.AsSpan()));
            writer.EndTensor();
        }
        writer.Complete();
    }

    private static GgufPairs Pairs(ModelConfig config)
    {
        LatentAttentionConfig latent = config.Attention.Latent!;
        var pairs = new GgufPairs("deepseek2");
        pairs.Text("general.architecture", "deepseek2");
        foreach ((string name, long value) in ((string, long)[])
        [
            ("context_length", config.MaxPositions), ("embedding_length", config.HiddenSize), ("block_count", config.Layers.Count),
            ("feed_forward_length", config.DenseWidth), ("attention.head_count", config.Attention.Heads), ("attention.head_count_kv", config.Attention.Heads),
            ("attention.key_length", config.Attention.HeadDim), ("attention.value_length", latent.ValueDim), ("attention.kv_lora_rank", latent.KvRank),
            ("attention.q_lora_rank", latent.QueryRank!.Value), ("rope.dimension_count", latent.RopeDim), ("expert_count", config.Mixture.Experts),
            ("expert_used_count", config.Mixture.ActiveExperts), ("expert_feed_forward_length", config.Mixture.ExpertWidth), ("expert_shared_count", 1),
            ("expert_gating_func", GgufConfig.GateBySigmoid),
        ])
            pairs.Number(pairs.KeyOf(name), value);
        pairs.Float(pairs.KeyOf("attention.layer_norm_rms_epsilon"), config.NormEpsilon);
        pairs.Float(pairs.KeyOf("expert_weights_scale"), config.Mixture.Scaling);
        pairs.Flag(pairs.KeyOf("expert_weights_norm"), config.Mixture.Renormalise);
        return pairs;
    }
}
