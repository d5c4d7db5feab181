using ElasticMoE.Contracts;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Gguf;

namespace ElasticMoE.Model.Export;

/// <summary>Writes rope's keys; the other way round than <see cref="GgufRope"/>.</summary>
internal static class ExportRope
{
    public static void Write(GgufPairs pairs, ModelConfig config, RopeParameters rope, Action<string> remark)
    {
        pairs.Number(pairs.KeyOf("rope.dimension_count"), config.Rope.Dimensions);
        pairs.Float(pairs.KeyOf("rope.freq_base"), rope.Theta);
        if (config.Attention.Latent is not null && !config.Rope.Interleaved)
            throw new InputException("rope_interleave", "is false, which GGUF's deepseek2 has no key for");
        switch (rope.Kind)
        {
            case RopeKind.Default:
                return;
            case RopeKind.Linear:
                pairs.Text(pairs.KeyOf("rope.scaling.type"), "linear");
                pairs.Float(pairs.KeyOf("rope.scaling.factor"), rope.Factor);
                return;
            case RopeKind.Yarn:
                WriteYarn(pairs, config, rope, remark);
                return;
            default:
                throw new InputException("rope_type", "llama3 is written as a tensor in GGUF, which is not supported");
        }
    }

    private static void WriteYarn(GgufPairs pairs, ModelConfig config, RopeParameters rope, Action<string> remark)
    {
        pairs.Text(pairs.KeyOf("rope.scaling.type"), "yarn");
        pairs.Float(pairs.KeyOf("rope.scaling.factor"), rope.Factor);
        pairs.Number(pairs.KeyOf("rope.scaling.original_context_length"), rope.OriginalPositions);
        pairs.Float(pairs.KeyOf("rope.scaling.yarn_beta_fast"), rope.BetaFast);
        pairs.Float(pairs.KeyOf("rope.scaling.yarn_beta_slow"), rope.BetaSlow);
        if (rope.AttentionFactor is { } factor)
            pairs.Float(pairs.KeyOf("rope.scaling.attn_factor"), factor);
        // gpt-oss's own files don't round, and don't say so.
        if (rope.Truncate == (config.ModelType == "gpt_oss"))
            pairs.Flag("emoe.rope.truncate", rope.Truncate);
        if (!rope.Truncate)
            remark("llama.cpp rounds yarn's range to whole dimensions; it will compute something slightly else");
        if (rope is not { BetaFast: 32, BetaSlow: 1 })
            remark("llama.cpp reads no betas of yarn from this architecture's files; give it --yarn-beta-fast and --yarn-beta-slow");
        if (config.Attention.Latent is null)
            return;
        pairs.Float(pairs.KeyOf("rope.scaling.yarn_log_multiplier"), GgufRope.LogMultiplier * rope.MscaleAllDim);
        if (rope.Mscale == rope.MscaleAllDim)
            return;
        pairs.Float("emoe.rope.mscale", rope.Mscale);
        remark("llama.cpp takes yarn's mscale for equal to mscale_all_dim; it will compute something else");
    }
}
