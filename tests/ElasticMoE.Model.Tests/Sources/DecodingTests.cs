using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Numbers;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Tests.Sources;

public sealed class DecodingTests
{
    private const string Up = "model.layers.1.mlp.experts.3.up_proj.weight";

    private readonly Random _random = new(17);

    [Theory]
    [InlineData(TensorType.F32, WeightFormat.F32)]
    [InlineData(TensorType.F16, WeightFormat.F32)]
    [InlineData(TensorType.BF16, WeightFormat.Bf16)]
    public void PlainFloatsAreReadExactly(TensorType type, WeightFormat format)
    {
        using var checkpoint = new EditedCheckpoint("qwen3_moe");
        float[] values = [.. Enumerable.Range(0, 32 * 64).Select(_ => (float)BFloat16Value())];
        byte[] bytes = [.. values.SelectMany(value => type switch
        {
            TensorType.F32 => BitConverter.GetBytes(value),
            TensorType.F16 => BitConverter.GetBytes((Half)value),
            _ => BitConverter.GetBytes(BFloat16.FromSingle(value)),
        })];
        checkpoint.Put<byte>(Up, type, [32, 64], bytes);
        using var source = ModelSource.Open(checkpoint.Save());
        MatrixSource matrix = source.Matrix(MatrixRole.ExpertUp, 1, 3);
        Assert.Equal(format, matrix.ExactFormat);
        Assert.Equal(values, All(matrix));
        float[] rows = new float[2 * 64];
        matrix.ReadRows(5, 2, rows);
        Assert.Equal(values[(5 * 64)..(7 * 64)], rows);
    }

    /// <summary>Blocks of odd sizes, ragged at both edges, with scales of either type: value × scale, rounded once.</summary>
    [Theory]
    [InlineData(128, 128, TensorType.F32)]
    [InlineData(5, 7, TensorType.F32)]
    [InlineData(32, 24, TensorType.BF16)]
    [InlineData(1, 64, TensorType.BF16)]
    public void ScaledFloat8IsMultipliedPerBlock(int blockRows, int blockColumns, TensorType scaleType)
    {
        using var checkpoint = new EditedCheckpoint("qwen3_moe");
        checkpoint.Config["quantization_config"] = Float8(blockRows, blockColumns);
        (int rows, int columns) = (Blocks(32, blockRows), Blocks(64, blockColumns));
        byte[] values = Float8Values(32 * 64);
        float[] scales = [.. Enumerable.Range(0, rows * columns).Select(_ => Stored(_random.NextSingle() + 0.1f, scaleType))];
        checkpoint.Put<byte>(Up, TensorType.F8E4M3, [32, 64], values);
        checkpoint.Put<byte>(Up + "_scale_inv", scaleType, [rows, columns], Bytes(scales, scaleType));
        using var source = ModelSource.Open(checkpoint.Save());
        MatrixSource matrix = source.Matrix(MatrixRole.ExpertUp, 1, 3);
        float[] actual = All(matrix);
        for (int i = 0; i < actual.Length; i++)
        {
            float scale = scales[i / 64 / blockRows * columns + i % 64 / blockColumns];
            Assert.Equal(Float8E4M3.ToSingle(values[i]) * scale, actual[i]);
        }
        Assert.Equal(WeightFormat.F32, matrix.ExactFormat);
        Assert.Empty(source.UnusedTensors);
    }

    [Fact]
    public void AModuleLeftOutOfConversionKeepsItsValues()
    {
        using var checkpoint = new EditedCheckpoint("qwen3_moe");
        JsonObject quantization = Float8(128, 128);
        quantization["modules_to_not_convert"] = new JsonArray("model.layers.1.mlp.experts.3.up_proj");
        checkpoint.Config["quantization_config"] = quantization;
        byte[] values = Float8Values(32 * 64);
        checkpoint.Put<byte>(Up, TensorType.F8E4M3, [32, 64], values);
        checkpoint.Put<float>(Up + "_scale_inv", TensorType.F32, [1, 1], [3f]);
        using var source = ModelSource.Open(checkpoint.Save());
        Assert.Equal(Array.ConvertAll(values, Float8E4M3.ToSingle), All(source.Matrix(MatrixRole.ExpertUp, 1, 3)));
        Assert.Equal([Up + "_scale_inv"], source.UnusedTensors);
    }

    [Fact]
    public void Float8WithoutItsScaleIsRefused()
    {
        using var checkpoint = new EditedCheckpoint("qwen3_moe");
        checkpoint.Put<byte>(Up, TensorType.F8E4M3, [32, 64], Float8Values(32 * 64));
        Assert.Contains("no fp8 quantization_config", Refusal(checkpoint));
        checkpoint.Config["quantization_config"] = Float8(128, 128);
        Assert.Contains(Up + "_scale_inv is missing", Refusal(checkpoint));
        checkpoint.Put<float>(Up + "_scale_inv", TensorType.F32, [2, 1], [3f, 4f]);
        Assert.Contains("[1, 1] is expected", Refusal(checkpoint));
        checkpoint.Put<int>(Up + "_scale_inv", TensorType.I32, [1, 1], [3]);
        Assert.Contains("F32 or BF16 is expected", Refusal(checkpoint));
    }

    [Fact]
    public void OneScaleMayServeAWholeWeight()
    {
        using var checkpoint = new EditedCheckpoint("qwen3_moe");
        checkpoint.Config["quantization_config"] = new JsonObject { ["quant_method"] = "fp8", ["weight_block_size"] = null };
        byte[] values = Float8Values(32 * 64);
        checkpoint.Put<byte>(Up, TensorType.F8E4M3, [32, 64], values);
        checkpoint.Put<float>(Up + "_scale_inv", TensorType.F32, [], [0.3f]);
        using var source = ModelSource.Open(checkpoint.Save());
        Assert.Equal(Array.ConvertAll(values, value => Float8E4M3.ToSingle(value) * 0.3f), All(source.Matrix(MatrixRole.ExpertUp, 1, 3)));
    }

    private static string Refusal(EditedCheckpoint checkpoint) =>
        Assert.Throws<InputException>(() => ModelSource.Open(checkpoint.Save())).Message;

    private static JsonObject Float8(int rows, int columns) =>
        new() { ["quant_method"] = "fp8", ["fmt"] = "e4m3", ["weight_block_size"] = new JsonArray(rows, columns) };

    private static float[] All(MatrixSource matrix)
    {
        float[] values = new float[matrix.Outputs * matrix.Inputs];
        matrix.ReadRows(0, matrix.Outputs, values);
        return values;
    }

    private static float Stored(float value, TensorType type) =>
        type == TensorType.BF16 ? BFloat16.ToSingle(BFloat16.FromSingle(value)) : value;

    private static byte[] Bytes(float[] values, TensorType type) =>
        [.. values.SelectMany(value => type == TensorType.BF16
            ? BitConverter.GetBytes(BFloat16.FromSingle(value))
            : BitConverter.GetBytes(value))];

    private static int Blocks(int length, int block) => (length + block - 1) / block;

    // All but the two NaNs.
    private byte[] Float8Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)(_random.Next(2) * 128 + _random.Next(127)))];

    private double BFloat16Value() => _random.Next(-128, 128) / 64.0;
}
