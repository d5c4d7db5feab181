using System.Globalization;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Gguf;

/// <summary>Rope in the words of `config.json`.</summary>
internal static class GgufRope
{
    /// <summary>What llama.cpp's key for yarn's magnitude is multiplied by.</summary>
    public const double LogMultiplier = 0.1;

    public static void Write(GgufFile file, JsonObject fields)
    {
        GgufMetadata data = file.Metadata;
        if (file.Tensors.ContainsKey("rope_freqs.weight"))
            throw new InputException(data.Path, "scales rope by the tensor rope_freqs.weight, which is not supported");
        fields["rope_theta"] = Number(data, "freq_base") ?? 10_000;
        WritePartial(data, fields);
        string type = data.Text(Key(data, "scaling.type")) ?? "none";
        if (type is "none")
            return;
        if (type is not ("linear" or "yarn"))
            throw new InputException(data.Path, $"{Key(data, "scaling.type")} is {type}; none, linear and yarn are supported");
        var scaling = new JsonObject { ["rope_type"] = type };
        Set(scaling, "factor", Number(data, "scaling.factor"));
        Set(scaling, "original_max_position_embeddings", Number(data, "scaling.original_context_length"));
        if (type == "yarn")
            WriteYarn(data, scaling);
        fields["rope_scaling"] = scaling;
    }

    private static void WriteYarn(GgufMetadata data, JsonObject scaling)
    {
        Set(scaling, "beta_fast", Number(data, "scaling.yarn_beta_fast"));
        Set(scaling, "beta_slow", Number(data, "scaling.yarn_beta_slow"));
        Set(scaling, "attention_factor", Number(data, "scaling.attn_factor"));
        scaling["truncate"] = data.Flag("emoe.rope.truncate") ?? data.Architecture != "gpt-oss";
        if (Number(data, "scaling.yarn_log_multiplier") is not { } multiplier)
            return;
        // The file has a tenth of the field, in f32; its shortest decimal is what was multiplied.
        double magnitude = (double)(decimal.Parse(((float)multiplier).ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture) * 10);
        scaling["mscale_all_dim"] = magnitude;
        scaling["mscale"] = data.Number("emoe.rope.mscale") is { } own ? Shortest(own) : magnitude;
    }

    // Part of a head may be rotated; latent attention's rotated part is a head of its own.
    private static void WritePartial(GgufMetadata data, JsonObject fields)
    {
        if (data.Architecture == "deepseek2" || data.Int(Key(data, "dimension_count")) is not { } dimensions)
            return;
        int head = data.Int(data.KeyOf("attention.key_length")) ?? data.RequiredInt(data.KeyOf("embedding_length")) / Math.Max(1, data.RequiredInt(data.KeyOf("attention.head_count")));
        if (dimensions != head && head > 0)
            fields["partial_rotary_factor"] = (double)dimensions / head;
    }

    private static void Set(JsonObject scaling, string field, double? value)
    {
        if (value is { } number)
            scaling[field] = Shortest(number);
    }

    /// <summary>The shortest decimal of an f32, which is what whoever wrote the file started from.</summary>
    private static double Shortest(double single) =>
        double.Parse(((float)single).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Key(GgufMetadata data, string name) => data.KeyOf("rope." + name);

    private static double? Number(GgufMetadata data, string name) => data.Number(Key(data, name));
}
