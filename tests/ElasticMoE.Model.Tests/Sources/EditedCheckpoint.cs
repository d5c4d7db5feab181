using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Synthesis;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Sources;

/// <summary>A small random checkpoint whose configuration and tensors a test changes before it is opened.</summary>
internal sealed class EditedCheckpoint : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public EditedCheckpoint(string modelType, JsonObject? fields = null)
    {
        SynthShape shape = SynthPresets.Find("tiny-" + modelType)!;
        foreach ((string name, JsonNode? value) in fields ?? [])
            shape.Fields[name] = value?.DeepClone();
        ModelSynthesizer.Write(Directory, shape, new SynthOptions { Seed = 5 });
        using var file = SafetensorsFile.Open(WeightsPath);
        foreach (TensorEntry entry in file.Tensors.Values)
            Tensors[entry.Name] = (new TensorSpec(entry.Name, entry.Type, entry.Shape), file.Bytes(entry, 0, (int)entry.Bytes).ToArray());
        Config = JsonNode.Parse(File.ReadAllBytes(ConfigPath))!.AsObject();
    }

    public string Directory => _folder.PathOf("model");

    public JsonObject Config { get; }

    public Dictionary<string, (TensorSpec Spec, byte[] Bytes)> Tensors { get; } = [];

    public string WeightsPath => Path.Combine(Directory, "model.safetensors");

    private string ConfigPath => Path.Combine(Directory, "config.json");

    public void Put<T>(string name, TensorType type, long[] shape, ReadOnlySpan<T> values)
        where T : unmanaged =>
        Tensors[name] = (new TensorSpec(name, type, shape), MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Writes what was changed.</summary>
    public string Save()
    {
        File.WriteAllText(ConfigPath, Config.ToJsonString());
        using var writer = SafetensorsWriter.Create(WeightsPath, [.. Tensors.Values.Select(tensor => tensor.Spec)]);
        foreach ((_, byte[] bytes) in Tensors.Values)
            writer.Write(bytes);
        writer.Complete();
        return Directory;
    }

    public void Dispose() => _folder.Dispose();
}
