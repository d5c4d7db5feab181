using ElasticMoE.Contracts;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Numbers;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Tests.Sources;

/// <summary>The same experts, stored in every way that published files have, decode to the same matrices.</summary>
public sealed class ExpertStorageTests
{
    private const int Experts = 8;
    private const int Hidden = 64;
    private const int Width = 32;

    [Theory]
    [InlineData("qwen3_moe", "mlp", "gate_proj", "up_proj", "down_proj")]
    [InlineData("mixtral", "block_sparse_moe", "w1", "w3", "w2")]
    [InlineData("deepseek_v3", "mlp", "gate_proj", "up_proj", "down_proj")]
    public void StackedExpertsAreThoseOfSeparateTensors(string modelType, string mixture, string gate, string up, string down)
    {
        using var checkpoint = new EditedCheckpoint(modelType);
        using var separate = ModelSource.Open(checkpoint.Directory);
        float[][] expected = Decode(separate, 2);
        Dictionary<string, (TensorSpec Spec, byte[] Bytes)> tensors = checkpoint.Tensors;
        const string layer = "model.layers.2.";
        byte[] Take(int expert, string part)
        {
            tensors.Remove($"{layer}{mixture}.experts.{expert}.{part}.weight", out (TensorSpec Spec, byte[] Bytes) tensor);
            return tensor.Bytes;
        }
        byte[] gateUp = [.. Enumerable.Range(0, Experts).SelectMany(expert => (byte[])[.. Take(expert, gate), .. Take(expert, up)])];
        byte[] downs = [.. Enumerable.Range(0, Experts).SelectMany(expert => Take(expert, down))];
        checkpoint.Put<byte>(layer + "mlp.experts.gate_up_proj", TensorType.BF16, [Experts, 2 * Width, Hidden], gateUp);
        checkpoint.Put<byte>(layer + "mlp.experts.down_proj", TensorType.BF16, [Experts, Hidden, Width], downs);
        tensors.Remove($"{layer}{mixture}.gate.weight", out (TensorSpec Spec, byte[] Bytes) router);
        checkpoint.Put<byte>(layer + "mlp.gate.weight", TensorType.BF16, [Experts, Hidden], router.Bytes);

        using var stacked = ModelSource.Open(checkpoint.Save());
        Assert.Equal(expected, Decode(stacked, 2));
        Assert.Empty(stacked.UnusedTensors);
    }

    /// <summary>gpt_oss floats: the columns of [hidden, 2 × width] alternate between gate and up.</summary>
    [Fact]
    public void InterleavedColumnsAreSplit()
    {
        using var checkpoint = new EditedCheckpoint("gpt_oss");
        using var source = ModelSource.Open(checkpoint.Directory);
        ushort[] stored = Stored(checkpoint, "model.layers.0.mlp.experts.gate_up_proj");
        ushort[] down = Stored(checkpoint, "model.layers.0.mlp.experts.down_proj");
        float[][] actual = Decode(source, 0);
        for (int expert = 0; expert < Experts; expert++)
        {
            for (int i = 0; i < Hidden * Width; i++)
            {
                (int output, int input) = (i / Hidden, i % Hidden);
                int at = (expert * Hidden + input) * 2 * Width + 2 * output;
                Assert.Equal(BFloat16.ToSingle(stored[at]), actual[3 * expert][i]);
                Assert.Equal(BFloat16.ToSingle(stored[at + 1]), actual[3 * expert + 1][i]);
                Assert.Equal(BFloat16.ToSingle(down[(expert * Width + i % Width) * Hidden + i / Width]), actual[3 * expert + 2][i]);
            }
        }
    }

    [Fact]
    public void InterleavedBiasesAreSplit()
    {
        using var checkpoint = new EditedCheckpoint("gpt_oss");
        using var source = ModelSource.Open(checkpoint.Directory);
        ushort[] stored = Stored(checkpoint, "model.layers.1.mlp.experts.gate_up_proj_bias");
        ushort[] down = Stored(checkpoint, "model.layers.1.mlp.experts.down_proj_bias");
        float[] gate = source.Vector(VectorRole.ExpertGateBias, 1, 5)!.Read();
        float[] up = source.Vector(VectorRole.ExpertUpBias, 1, 5)!.Read();
        for (int i = 0; i < Width; i++)
        {
            Assert.Equal(BFloat16.ToSingle(stored[5 * 2 * Width + 2 * i]), gate[i]);
            Assert.Equal(BFloat16.ToSingle(stored[5 * 2 * Width + 2 * i + 1]), up[i]);
        }
        Assert.Equal(
            Array.ConvertAll(down[(5 * Hidden)..(6 * Hidden)], BFloat16.ToSingle), source.Vector(VectorRole.ExpertDownBias, 1, 5)!.Read());
    }

    /// <summary>MXFP4: rows alternate between gate and up; a byte holds two values, the low one first; the scale is a power of two.</summary>
    [Fact]
    public void PackedBlocksAreSplitAndScaled()
    {
        float[] magnitudes = [0, 0.5f, 1, 1.5f, 2, 3, 4, 6];
        var random = new Random(3);
        using var checkpoint = new EditedCheckpoint("gpt_oss");
        byte[] gateUp = Pack(checkpoint, "gate_up_proj", 2 * Width, Hidden, random, out byte[] gateUpScales);
        Pack(checkpoint, "down_proj", Hidden, Width, random, out _);
        using var source = ModelSource.Open(checkpoint.Save());
        MatrixSource up = source.Matrix(MatrixRole.ExpertUp, 0, 6);
        float[] row = new float[Hidden];
        for (int output = 0; output < Width; output++)
        {
            up.ReadRows(output, 1, row);
            for (int input = 0; input < Hidden; input++)
            {
                int value = (6 * 2 * Width + 2 * output + 1) * Hidden + input;
                int code = gateUp[value / 2] >> (4 * (value % 2)) & 15;
                float magnitude = magnitudes[code & 7] * (float)Math.Pow(2, gateUpScales[value / 32] - 127);
                Assert.Equal(code < 8 ? magnitude : -magnitude, row[input]);
            }
        }
        Assert.Equal(WeightFormat.Bf16, up.ExactFormat);
        Assert.Empty(source.UnusedTensors);
    }

    [Fact]
    public void BlocksOfAWrongShapeAreRefused()
    {
        using var checkpoint = new EditedCheckpoint("gpt_oss");
        Pack(checkpoint, "gate_up_proj", 2 * Width, Hidden, new Random(3), out byte[] scales);
        checkpoint.Put<byte>("model.layers.0.mlp.experts.gate_up_proj_scales", TensorType.U8, [Experts, 2 * Width * Hidden / 32], scales);
        var error = Assert.Throws<InputException>(() => ModelSource.Open(checkpoint.Save()));
        Assert.Contains("gate_up_proj_scales is U8 [8, 128]; [8, 64, 2] is expected", error.Message);
    }

    private static byte[] Pack(EditedCheckpoint checkpoint, string part, int rows, int columns, Random random, out byte[] scales)
    {
        string name = "model.layers.0.mlp.experts." + part;
        byte[] blocks = new byte[Experts * rows * columns / 2];
        random.NextBytes(blocks);
        scales = [.. Enumerable.Range(0, Experts * rows * columns / 32).Select(_ => (byte)random.Next(100, 150))];
        checkpoint.Tensors.Remove(name);
        checkpoint.Put<byte>(name + "_blocks", TensorType.U8, [Experts, rows, columns / 32, 16], blocks);
        checkpoint.Put<byte>(name + "_scales", TensorType.U8, [Experts, rows, columns / 32], scales);
        return blocks;
    }

    private static ushort[] Stored(EditedCheckpoint checkpoint, string name) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(checkpoint.Tensors[name].Bytes).ToArray();

    /// <summary>Gate, up and down of every expert of a layer.</summary>
    private static float[][] Decode(ModelSource source, int layer) =>
        [.. from expert in Enumerable.Range(0, Experts)
            from role in new[] { MatrixRole.ExpertGate, MatrixRole.ExpertUp, MatrixRole.ExpertDown }
            let matrix = source.Matrix(role, layer, expert)
            select Decode(matrix)];

    private static float[] Decode(MatrixSource matrix)
    {
        float[] values = new float[Hidden * Width];
        matrix.ReadRows(0, matrix.Outputs, values);
        return values;
    }
}
