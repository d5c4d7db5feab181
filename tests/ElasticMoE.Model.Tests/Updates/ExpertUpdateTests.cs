using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Kernels;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Tests.Forward;
using ElasticMoE.Model.Updates;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Updates;

/// <summary>What takes an expert's place is packed as the model itself is, or refused by name.</summary>
public sealed class ExpertUpdateTests : IDisposable
{
    private static readonly ExpertId s_expert = new(1, 2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Models => [.. GoldenModels.Names.SelectMany(name => new[] { "", "Q8", "Q4" }.Select(format => (name, format)))];

    [Theory]
    [MemberData(nameof(Models))]
    public void AnExpertsOwnTensorsPackToTheModelsOwnBytes(string model, string format)
    {
        ModelManifest manifest = Manifest(model, format.Length == 0 ? null : Enum.Parse<WeightFormat>(format));
        ExpertId expert = s_expert with { Layer = manifest.ExpertsPerLayer.ToList().FindLastIndex(experts => experts > 0) };
        string file = Extract(model, expert);
        ExpertUpdate update = ExpertUpdate.Read(manifest, expert, file);
        Assert.Equal(manifest.ContentOf(expert), update.Content);
        Assert.NotEqual(update.Content, ExpertUpdate.Read(manifest, expert with { Index = 1 }, Extract(model, expert with { Index = 1 })).Content);
    }

    [Fact]
    public void ItMayBeNamedAsInTheCheckpoint()
    {
        ModelManifest manifest = Manifest("qwen3_moe");
        string named = Rewrite(Extract("qwen3_moe", s_expert), spec => spec with { Name = $"model.layers.1.mlp.experts.2.{spec.Name}" });
        Assert.Equal(manifest.ContentOf(s_expert), ExpertUpdate.Read(manifest, s_expert, named).Content);
    }

    [Fact]
    public void ItIsStoredUnderItsDigest()
    {
        ExpertUpdate update = ExpertUpdate.Read(Manifest("qwen3_moe"), s_expert, Extract("qwen3_moe", s_expert));
        var store = ExpertStore.Open(_folder.PathOf("store"));
        update.Save(store);
        update.Save(store);
        Assert.True(store.Holds(update.Content));
        Assert.Equal(update.Bytes.ToArray(), File.ReadAllBytes(store.PathOf(update.Content.Digest)));
    }

    [Fact]
    public void WhatIsMissingTooMuchOrOfAnotherShapeIsRefusedByName()
    {
        string file = Extract("qwen3_moe", s_expert);
        Assert.Contains("tensor up_proj.weight, or model.layers.1.mlp.experts.2.up_proj.weight, is missing", Refusal(Rewrite(file, spec => spec.Name == "up_proj.weight" ? null : spec)));
        Assert.Contains("tensor extra is no part of expert 1/2", Refusal(Rewrite(file, spec => spec, [new("extra", TensorType.F32, [1])])));
        Assert.Contains("holds both model.layers.1.mlp.experts.2.gate_proj.weight and gate_proj.weight",
            Refusal(Rewrite(file, spec => spec, [new("model.layers.1.mlp.experts.2.gate_proj.weight", TensorType.F32, [1])])));
        Assert.Contains("is expected", Refusal(Rewrite(file, spec => spec.Name == "down_proj.weight" ? spec with { Shape = [spec.Shape[1], spec.Shape[0]] } : spec)));
        Assert.Contains("tensor gate_proj.weight is I64", Refusal(Rewrite(file, spec => spec.Name == "gate_proj.weight" ? spec with { Type = TensorType.I64 } : spec)));
        Assert.Contains("9/0", Assert.Throws<InputException>(() => ExpertUpdate.Read(Manifest("qwen3_moe"), new(9, 0), file)).Message);
        InputException stranger = Assert.Throws<InputException>(() => Extract("qwen3_moe", new(1, 500)));
        Assert.Equal((ExitCode.NotFound, "expert 1/500: the model has no such expert"), (stranger.Exit, stranger.Message));
    }

    private string Refusal(string file) => Assert.Throws<InputException>(() => ExpertUpdate.Read(Manifest("qwen3_moe"), s_expert, file)).Message;

    private static ModelManifest Manifest(string model, WeightFormat? format = null) => ModelManifest.Open(GoldenModels.Folder(model), GoldenModels.Options(format));

    private string Extract(string model, ExpertId expert)
    {
        string file = _folder.PathOf($"{model}-{expert.Layer}-{expert.Index}.safetensors");
        using ModelSource source = ModelSource.Open(GoldenModels.Folder(model));
        ExpertFile.Write(source, expert, file);
        return file;
    }

    /// <summary>The same data under other names, shapes or types.</summary>
    private string Rewrite(string path, Func<TensorSpec, TensorSpec?> change, params TensorSpec[] more)
    {
        string rewritten = _folder.PathOf($"{Guid.NewGuid():N}.safetensors");
        using SafetensorsFile file = SafetensorsFile.Open(path);
        (TensorSpec? Spec, TensorEntry Entry)[] kept = [.. file.Tensors.Values.Select(entry => (change(new(entry.Name, entry.Type, entry.Shape)), entry)).Where(one => one.Item1 is not null)];
        using SafetensorsWriter writer = SafetensorsWriter.Create(rewritten, [.. kept.Select(one => one.Spec!), .. more]);
        foreach ((TensorSpec? spec, TensorEntry entry) in kept)
        {
            byte[] bytes = new byte[spec!.Bytes];
            file.Bytes(entry, 0, (int)Math.Min(entry.Bytes, bytes.Length)).CopyTo(bytes);
            writer.Write(bytes);
        }
        foreach (TensorSpec spec in more)
            writer.Write(new byte[spec.Bytes]);
        writer.Complete();
        return rewritten;
    }
}
