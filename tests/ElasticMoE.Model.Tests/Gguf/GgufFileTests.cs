using ElasticMoE.Contracts;
using ElasticMoE.Model.Gguf;
using ElasticMoE.Model.Tests.Files;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Gguf;

public sealed class GgufFileTests : IDisposable
{
    private const int Rounds = 1500;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pairs_and_tensors_come_back()
    {
        using GgufFile file = Open(GgufBytes.Whole());

        Assert.Equal("olmoe", file.Metadata.Architecture);
        Assert.Equal(3, file.Metadata.Int("olmoe.block_count"));
        Assert.Equal(10_000, file.Metadata.Number("olmoe.rope.freq_base"));
        Assert.True(file.Metadata.Flag("tokenizer.ggml.add_bos_token"));
        Assert.Equal(["a", "b"], file.Metadata.Texts("tokenizer.ggml.tokens")!);
        Assert.Equal([0, -1.5], file.Metadata.Numbers("tokenizer.ggml.scores")!);
        Assert.Equal([1, 3], file.Metadata.Integers("tokenizer.ggml.token_type")!);
        Assert.Equal([1, 0], file.Metadata.Integers("olmoe.attention.sliding_window_pattern")!);
        Assert.Equal("F32 [2, 3]", file.Tensors["a"].Form);
        Assert.Equal((GgufType.Q8, 34L), (file.Tensors["b"].Type, file.Tensors["b"].Bytes));
        Assert.Equal("BF16 [2, 2, 2]", file.Tensors["c"].Form);
    }

    [Theory]
    [InlineData(10u, "Q2_K")]
    [InlineData(13u, "Q5_K")]
    [InlineData(23u, "IQ4_XS")]
    [InlineData(99u, "unknown type 99")]
    public void A_type_that_is_not_supported_is_refused_by_name(uint type, string name) =>
        Refuses(GgufBytes.File(GgufBytes.Pairs(), [("blk.0.attn_q.weight", type, [256L], 0UL)], 256), name, "blk.0.attn_q.weight");

    [Fact]
    public void What_breaks_the_format_is_refused_by_name()
    {
        byte[] whole = GgufBytes.Whole();
        Refuses([.. "GGML"u8, .. whole.AsSpan(4)], "no GGUF file");
        Refuses([.. whole.AsSpan(0, 4), 9, .. whole.AsSpan(5)], "version 9");
        Refuses(whole[..^8], "tensor c reaches past the end");
        Refuses(whole[..40], "cut short");
        Refuses(GgufBytes.File(GgufBytes.Pairs(), [("a", 0u, [8L], 0UL), ("b", 0u, [8L], 16UL)], 64), "tensor b overlaps");
        Refuses(GgufBytes.File(GgufBytes.Pairs(), [("a", 0u, [8L], 0UL), ("a", 0u, [8L], 32UL)], 64), "tensor a twice");
        Refuses(GgufBytes.File(GgufBytes.Pairs(), [("a", 8u, [33L], 0UL)], 64), "no whole blocks of 32");
        Refuses(GgufBytes.File(GgufBytes.Pairs(), [("a", 0u, [1L << 40], 0UL)], 64), "tensor a has a side");
        Refuses(GgufBytes.File(GgufBytes.Pairs(), [("a", 0u, [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue], 0UL)], 64), "past the end");
        GgufPairs twice = GgufBytes.Pairs();
        twice.Text("general.architecture", "llama");
        Refuses(GgufBytes.File(twice, [], 0), "general.architecture twice");
        GgufPairs split = GgufBytes.Pairs();
        split.Number("split.count", 4);
        Refuses(GgufBytes.File(split, [], 0), "4 parts");
    }

    /// <summary>Counts that the file can't hold are refused before memory is taken for them.</summary>
    [Fact]
    public void A_claimed_count_takes_no_memory()
    {
        byte[] whole = GgufBytes.Whole();
        foreach (int at in (int[])[8, 16])
        {
            byte[] damaged = [.. whole];
            damaged[at + 2] = 255;
            Assert.False(AllocationLimit.Accepts(damaged.Length, () => Open(damaged).Dispose()));
        }
    }

    [Fact]
    public void A_damaged_file_is_refused_or_harmless()
    {
        var mutator = new ByteMutator(21);
        byte[] whole = GgufBytes.Whole();
        int accepted = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] damaged = mutator.Damage(whole);
            if (AllocationLimit.Accepts(damaged.Length, () => ReadAll(damaged)))
                accepted++;
        }
        Assert.InRange(accepted, 3, Rounds / 2);
    }

    private void ReadAll(byte[] bytes)
    {
        using GgufFile file = Open(bytes);
        foreach (GgufTensor tensor in file.Tensors.Values)
            Assert.Equal(tensor.Bytes, file.Bytes(tensor, 0, (int)tensor.Bytes).Length);
    }

    private void Refuses(byte[] bytes, params string[] parts)
    {
        var error = Assert.Throws<InputException>(() => Open(bytes).Dispose());
        Assert.All(parts, part => Assert.Contains(part, error.Message));
        Assert.StartsWith(_folder.PathOf("model.gguf"), error.Message);
    }

    private GgufFile Open(byte[] bytes)
    {
        string path = _folder.PathOf("model.gguf");
        File.WriteAllBytes(path, bytes);
        return GgufFile.Open(path);
    }
}
