using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Synthesis;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Files;

public sealed class ShardedCheckpointTests : IDisposable
{
    private const string Norm = "model.norm.weight";

    private readonly TemporaryFolder _folder = new();

    public ShardedCheckpointTests() =>
        ModelSynthesizer.Write(Model, SynthPresets.Find("tiny-olmoe")!, new SynthOptions { ShardBytesMax = 100_000 });

    private string Model => _folder.PathOf("model");

    private string IndexPath => Path.Combine(Model, "model.safetensors.index.json");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../outside.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/model.safetensors")]
    [InlineData("..\\outside.safetensors")]
    [InlineData("C:outside.safetensors")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void AnIndexThatPointsOutsideItsFolderIsRefused(string shard)
    {
        File.WriteAllText(_folder.PathOf("outside.safetensors"), "");
        Assert.Contains($"points tensor {Norm} outside the folder", Refusal(map => map[Norm] = shard));
    }

    [Fact]
    public void AMissingShardIsNamed()
    {
        string shard = Directory.GetFiles(Model, "*.safetensors").Order().First();
        File.Delete(shard);
        Assert.Contains($"the shard {Path.GetFileName(shard)} is missing", Refusal(_ => { }));
    }

    [Fact]
    public void ATensorThatIsNotWhereTheIndexHasItIsNamed() =>
        Assert.Contains("tensor nowhere is not in model-00002-of", Refusal(map => map["nowhere"] = Second(map)));

    [Fact]
    public void ATensorThatTheIndexLeavesOutIsStillFound()
    {
        Edit(map => map.Remove(Norm));
        using var source = ModelSource.Open(Model);
        Assert.Empty(source.UnusedTensors);
    }

    [Theory]
    [InlineData("{}", "weight_map is missing")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{\"weight_map\": 3}", "weight_map is not an object")]
    [InlineData("{\"weight_map\": {\"a\": 3}}", "no file name for tensor a")]
    [InlineData("{\"weight_map\": {\"a\": \"b\", \"a\": \"b\"}}", "names tensor a twice")]
    [InlineData("{\"weight_map\": {}, \"weight_map\": {}}", "weight_map stands twice")]
    [InlineData("{\"weight_map\": {}", "not valid JSON")]
    [InlineData("", "not valid JSON")]
    public void AWrongIndexIsRefusedWithItsCause(string text, string cause)
    {
        File.WriteAllText(IndexPath, text);
        string message = Assert.Throws<InputException>(() => ModelSource.Open(Model)).Message;
        Assert.StartsWith(IndexPath, message);
        Assert.Contains(cause, message);
    }

    /// <summary>Published caches keep files as blobs and link to them.</summary>
    [Fact]
    public void LinkedFilesAreFollowed()
    {
        string blobs = _folder.PathOf("blobs"), links = _folder.PathOf("links");
        Directory.Move(Model, blobs);
        Directory.CreateDirectory(links);
        foreach (string file in Directory.GetFiles(blobs))
            File.CreateSymbolicLink(Path.Combine(links, Path.GetFileName(file)), file);
        using var source = ModelSource.Open(links);
        Assert.Empty(source.UnusedTensors);
    }

    private static string Second(JsonObject map) => map.Select(pair => pair.Value!.GetValue<string>()).Distinct().Order().ElementAt(1);

    private void Edit(Action<JsonObject> edit)
    {
        JsonNode index = JsonNode.Parse(File.ReadAllBytes(IndexPath))!;
        edit(index["weight_map"]!.AsObject());
        File.WriteAllText(IndexPath, index.ToJsonString());
    }

    private string Refusal(Action<JsonObject> edit)
    {
        Edit(edit);
        return Assert.Throws<InputException>(() => ModelSource.Open(Model)).Message;
    }
}
