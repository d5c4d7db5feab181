using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Kernels;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Updates;

/// <summary>Finds the tensors of one expert in a file, checks them and packs them.</summary>
internal sealed class UpdateTensors(SafetensorsFile file, ExpertId expert, TensorNaming naming)
{
    private const string BiasPart = "_bias", Weight = ".weight", Bias = ".bias";

    private readonly HashSet<string> _used = [];

    /// <summary>Packs one part ("gate", "down_bias") to where the layout has it.</summary>
    public void Pack(string part, PackedEntry entry, Span<byte> destination)
    {
        bool isBias = part.EndsWith(BiasPart, StringComparison.Ordinal);
        TensorEntry tensor = Find(isBias ? part[..^BiasPart.Length] : part, isBias);
        long[] shape = isBias ? [entry.Outputs] : [entry.Outputs, entry.Inputs];
        if (!shape.SequenceEqual(tensor.Shape))
            throw Wrong(tensor, $"[{string.Join(", ", shape)}] is expected");
        if (!Holds(entry.Format, tensor.Type))
            throw Wrong(tensor, $"expert {expert} is kept as {entry.Format.ToString().ToLowerInvariant()}, which takes no such values");
        var plane = new FloatPlane(new StoredTensor(file, tensor), 0, isBias ? 1 : entry.Outputs, isBias ? entry.Outputs : entry.Inputs);
        PackItem item = isBias
            ? new VectorItem(part, new VectorSource(plane, 0, entry.Outputs, PlaneLayout.Whole).Read())
            : new PanelItem(part, entry.Format, new MatrixSource(plane, entry.Outputs, entry.Inputs, PlaneLayout.Whole));
        for (int unit = 0, done = 0; unit < item.Units; unit++)
            done += item.Write(unit, destination[done..]);
    }

    /// <summary>What plays no part would be ignored, and so isn't what somebody means.</summary>
    public void CheckNoneIsLeft()
    {
        foreach (string name in file.Tensors.Keys.Where(name => !_used.Contains(name)).Order(StringComparer.Ordinal))
            throw new InputException(file.Path, $"tensor {name} is no part of expert {expert}");
    }

    private TensorEntry Find(string part, bool isBias)
    {
        (string whole, string end) = NamesOf(part, isBias);
        bool hasWhole = file.Tensors.ContainsKey(whole), hasEnd = file.Tensors.ContainsKey(end);
        if (hasWhole == hasEnd)
            throw new InputException(file.Path, hasWhole ? $"holds both {whole} and {end}" : $"tensor {end}, or {whole}, is missing", hasWhole ? ExitCode.Failure : ExitCode.NotFound);
        _used.Add(hasWhole ? whole : end);
        return file.Tensors[hasWhole ? whole : end];
    }

    private (string Whole, string End) NamesOf(string part, bool isBias)
    {
        (MatrixRole role, string end) = part switch
        {
            "gate" => (MatrixRole.ExpertGate, naming.Expert.Gate),
            "up" => (MatrixRole.ExpertUp, naming.Expert.Up),
            "down" => (MatrixRole.ExpertDown, naming.Expert.Down),
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
        };
        string whole = new TensorNames(naming).Of(role, expert.Layer, expert.Index);
        return isBias ? (whole[..^Weight.Length] + Bias, end + Bias) : (whole, end + Weight);
    }

    /// <summary>Quantizing rounds whatever comes; another format takes what it holds exactly.</summary>
    private static bool Holds(WeightFormat format, TensorType type) => format switch
    {
        WeightFormat.Bf16 => type is TensorType.BF16,
        WeightFormat.F32 or WeightFormat.Q8 or WeightFormat.Q4 => type is TensorType.BF16 or TensorType.F16 or TensorType.F32,
        // Formats of GGUF files, which are run as they are stored.
        _ => false,
    };

    private InputException Wrong(TensorEntry tensor, string cause) => new(file.Path, $"tensor {tensor.Name} is {tensor.Form}; {cause}");
}
