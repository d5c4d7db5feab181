using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Configuration;

/// <summary>Reads which layers have experts and which a sliding window.</summary>
internal sealed class LayersReader(Family family, ConfigFields fields)
{
    private const string Sliding = "sliding_attention";

    private readonly int _count = fields.Int("num_hidden_layers", 1, Limits.LayersMax);

    public LayerConfig[] Read()
    {
        bool[] dense = ReadDense();
        int[] windows = ReadWindows();
        return [.. Enumerable.Range(0, _count).Select(layer => new LayerConfig(!dense[layer], windows[layer]))];
    }

    private bool[] ReadDense()
    {
        bool[] dense = new bool[_count];
        if (family.Dense == DenseRule.FirstLayers)
            ReadFirstDense(dense);
        else if (family.Dense == DenseRule.SparseStep)
            ReadSparseStep(dense);
        return dense;
    }

    private void ReadFirstDense(bool[] dense)
    {
        if (fields.TryGet("mlp_layer_types", out JsonElement types) && types.ValueKind != JsonValueKind.Null)
        {
            string[] names = ReadNames("mlp_layer_types", "dense", "sparse");
            for (int layer = 0; layer < dense.Length; layer++)
                dense[layer] = names[layer] == "dense";
            return;
        }
        int first = fields.OptionalInt("first_k_dense_replace", 0, Limits.LayersMax) ?? 0;
        int frequency = fields.OptionalInt("moe_layer_freq", 1, Limits.LayersMax) ?? 1;
        for (int layer = 0; layer < dense.Length; layer++)
            dense[layer] = layer < first || layer % frequency != 0;
    }

    private void ReadSparseStep(bool[] dense)
    {
        int step = fields.OptionalInt("decoder_sparse_step", 1, Limits.LayersMax) ?? 1;
        for (int layer = 0; layer < dense.Length; layer++)
            dense[layer] = (layer + 1) % step != 0;
        foreach (JsonElement element in fields.List("mlp_only_layers") ?? [])
        {
            // A list made for a deeper model may name layers this one does not have.
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out int layer) || layer < 0)
                fields.Fail("mlp_only_layers", "holds something that is no layer");
            else if (layer < dense.Length)
                dense[layer] = true;
        }
    }

    private int[] ReadWindows()
    {
        int[] windows = new int[_count];
        if (family.Window == WindowRule.None || ReadWindow() is not { } window)
            return windows;
        if (family.Window == WindowRule.AllLayers)
        {
            Array.Fill(windows, window);
            return windows;
        }
        bool[] sliding = ReadSliding();
        for (int layer = 0; layer < windows.Length; layer++)
            windows[layer] = sliding[layer] ? window : 0;
        return windows;
    }

    // Zero stands in published files where the window is switched off.
    private int? ReadWindow()
    {
        if (fields.TryGet("use_sliding_window", out _) && !fields.Flag("use_sliding_window"))
            return null;
        return fields.OptionalInt("sliding_window", 0, int.MaxValue) is > 0 and int window ? window : null;
    }

    private bool[] ReadSliding()
    {
        if (fields.TryGet("layer_types", out JsonElement types) && types.ValueKind != JsonValueKind.Null)
            return Array.ConvertAll(ReadNames("layer_types", Sliding, "full_attention"), name => name == Sliding);
        int below = fields.OptionalInt("max_window_layers", 0, int.MaxValue) ?? _count;
        return [.. Enumerable.Range(0, _count).Select(layer => layer % 2 == 0 && layer < below)];
    }

    /// <summary>One of two names for every layer.</summary>
    private string[] ReadNames(string field, string first, string second)
    {
        string[] names = [.. (fields.List(field) ?? []).Select(element => element.ValueKind == JsonValueKind.String ? element.GetString()! : "")];
        if (names.Length != _count)
            fields.Fail(field, $"has {names.Length} elements for {_count} layers");
        else if (Array.Find(names, name => name != first && name != second) is { } unknown)
            fields.Fail(field, $"holds \"{unknown}\"; {first} and {second} are supported");
        else
            return names;
        return [.. Enumerable.Repeat(second, _count)];
    }
}
