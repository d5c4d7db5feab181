using System.Text;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Export;
using ElasticMoE.Model.Gguf;
using ElasticMoE.Model.Synthesis;
using ElasticMoE.Model.Tests.Tokenization;
using ElasticMoE.Model.Tokenization;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Gguf;

public sealed class GgufTokenizerTests : IDisposable
{
    private static readonly byte[] s_ownJson = Encoding.UTF8.GetBytes("tokenizer.huggingface.json");

    private readonly TemporaryFolder _folder = new();

    private string GgufPath => _folder.PathOf("model.gguf");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gpt2_style")]
    [InlineData("llama2_style")]
    [InlineData("llama3_style")]
    [InlineData("qwen_style")]
    [InlineData("deepseek_style")]
    public void A_vocabulary_reads_texts_as_the_tokenizer_it_was_made_of(string name)
    {
        Export(name, null);
        CheckCases(name);
        HideOwnJson();
        CheckCases(name);
    }

    [Fact]
    public void The_tokenizers_own_json_wins()
    {
        // This one's runs of spaces are tokens that are found in normalized texts, which has no key of its own.
        Assert.DoesNotContain(Export("neox_style", null), warning => warning.Contains("token", StringComparison.Ordinal));
        CheckCases("neox_style");
    }

    [Fact]
    public void An_unknown_pre_tokenizer_is_refused_by_name()
    {
        Export("gpt2_style", "strange-one");
        HideOwnJson();
        var error = Assert.Throws<InputException>(() => Tokenizer.Load(GgufPath));
        Assert.Contains("strange-one", error.Message);
        Assert.Contains("qwen2", error.Message);
    }

    /// <summary>Equal scores merge from the left, whatever the tokens' order.</summary>
    [Fact]
    public void Merges_go_by_score()
    {
        var pairs = new GgufPairs("olmoe");
        pairs.Text("tokenizer.ggml.model", "llama");
        pairs.Texts("tokenizer.ggml.tokens", ["<unk>", "a", "b", "c", "bc", "ab", "abc"]);
        pairs.Floats("tokenizer.ggml.scores", [0, -9, -9, -9, -2, -2, -5]);
        pairs.Integers("tokenizer.ggml.token_type", [2, 1, 1, 1, 1, 1, 1]);
        pairs.Number("tokenizer.ggml.unknown_token_id", 0);
        pairs.Flag("tokenizer.ggml.add_space_prefix", false);
        Tokenizer tokenizer = Read(pairs);
        Assert.Equal([6], tokenizer.Encode("abc", addSpecial: false));
        Assert.Equal([5, 5], tokenizer.Encode("abab", addSpecial: false));
        Assert.Equal([4, 5], tokenizer.Encode("bcab", addSpecial: false));
        Assert.Equal([2, 5, 4], tokenizer.Encode("babbc", addSpecial: false));
    }

    private Tokenizer Read(GgufPairs pairs)
    {
        using (var writer = GgufWriter.Create(GgufPath, pairs, []))
            writer.Complete();
        using GgufFile file = GgufFile.Open(GgufPath);
        string folder = _folder.PathOf("tokenizer");
        Directory.CreateDirectory(folder);
        var json = new GgufTokenizerJson(file.Metadata);
        File.WriteAllBytes(Path.Combine(folder, "tokenizer.json"), json.Tokenizer()!);
        File.WriteAllBytes(Path.Combine(folder, "tokenizer_config.json"), json.Config());
        return Tokenizer.Load(folder);
    }

    private List<string> Export(string name, string? pre)
    {
        string model = _folder.PathOf("model");
        if (!Directory.Exists(model))
            ModelSynthesizer.Write(model, SynthPresets.Find("tiny-olmoe")! with { Vocabulary = 1600 }, new SynthOptions());
        File.Copy(Path.Combine(GoldenTokenizers.DirectoryOf(name), "tokenizer.json"), Path.Combine(model, "tokenizer.json"), overwrite: true);
        string bos = name == "llama2_style" ? "<s>" : "<|bos|>";
        File.WriteAllText(Path.Combine(model, "tokenizer_config.json"), JsonSerializer.Serialize(new { bos_token = bos }));
        var remarks = new List<string>();
        GgufExporter.Write(model, GgufPath, new ExportOptions { PreTokenizer = pre }, remarks.Add);
        return remarks;
    }

    private void HideOwnJson()
    {
        byte[] bytes = File.ReadAllBytes(GgufPath);
        int at = bytes.AsSpan().IndexOf(s_ownJson);
        bytes[at] = (byte)'T';
        File.WriteAllBytes(GgufPath, bytes);
    }

    private void CheckCases(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(GgufPath);
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(GoldenTokenizers.DirectoryOf(name), "cases.json")));
        foreach (JsonElement one in cases.RootElement.EnumerateArray())
        {
            string text = one.GetProperty("text").GetString()!;
            int[] ids = [.. one.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            Assert.Equal(ids, tokenizer.Encode(text, addSpecial: false));
            Assert.Equal([.. one.GetProperty("ids_special").EnumerateArray().Select(id => id.GetInt32())], tokenizer.Encode(text, addSpecial: true));
            Assert.Equal(one.GetProperty("decoded").GetString(), tokenizer.Decode(ids, skipSpecial: true));
        }
    }
}
