using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.Normalization;
using ElasticMoE.Kernels.Numbers;
using ElasticMoE.Kernels.Rope;
using ElasticMoE.Kernels.Routing;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.SelfTest;

/// <summary>All operations on rows.</summary>
internal static class RowSelfTestCases
{
    // Takes the values between -1 and 1 to where exp underflows and overflows.
    private const float ExpRange = 106f;

    /// <summary>The cases, always in the same order.</summary>
    public static IEnumerable<ISelfTestCase> All() => [.. Functions(), .. Sums(), .. Rows(), .. Formats()];

    private static RowSelfTestCase[] Functions() =>
    [
        new(ElementaryFunctions.ExpForms, (form, _, row) => Apply(form, default(ExpOperation), ExpRange, row)),
        new(ElementaryFunctions.SigmoidForms, (form, _, row) => Apply(form, default(SigmoidOperation), ExpRange, row)),
        new(ElementaryFunctions.SiluForms, (form, _, row) => Apply(form, default(SiluOperation), 10f, row)),
        new(SwiGlu.PlainForms, (form, weights, row) => BinaryLoop.Run(form, default(SwiGluOperation), row, weights, row)),
        new(SwiGlu.ClampedForms, (form, weights, row) => BinaryLoop.Run(form, new ClampedSwiGluOperation(1.702f, 0.7f), row, weights, row)),
    ];

    private static RowSelfTestCase[] Sums() =>
    [
        new(Elementwise.Elementwise.AddForms, (form, weights, row) => BinaryLoop.Run(form, default(AddOperation), row, weights, row)),
        new(Elementwise.Elementwise.AddScaledForms, (form, weights, row) =>
            BinaryLoop.Run(form, new AddScaledOperation(0.3f), row, weights, row)),
        new(Elementwise.Elementwise.ScaleForms, (form, _, row) => UnaryLoop.Run(form, new ScaleOperation(0.3f), row, row)),
    ];

    private static RowSelfTestCase[] Rows() =>
    [
        new(RmsNorm.Operation, (form, weights, row) => RmsNorm.Apply(form, row, weights, 1e-5f, row)),
        new(Softmax.Operation, (form, _, row) => Softmax.Apply(form, row)),
        new(RopeRotation.HalfForms, (form, weights, row) => RopeRotation.ApplyHalf(form, row, FirstHalf(weights), SecondHalf(weights))),
        new(RopeRotation.InterleavedForms, (form, weights, row) =>
            RopeRotation.ApplyInterleaved(form, row, FirstHalf(weights), SecondHalf(weights))),
    ];

    private static RowSelfTestCase[] Formats() =>
    [
        new(BFloat16.Operation, (form, weights, row) => BFloat16.Widen(form, UpperBits(weights), row)),
        new(Float16.Operation, (form, weights, row) => Float16.Widen(form, UpperBits(weights), row)),
        new(Float8E4M3.Operation, (form, weights, row) => Float8E4M3.Widen(form, Bytes(weights)[..row.Length], row)),
        new(Mxfp4.Operation, (form, weights, row) => Mxfp4.Dequantize(form, Bytes(weights)[..32], [121, 127], row[..64])),
    ];

    private static void Apply<TOperation>(KernelForm form, TOperation operation, float range, Span<float> row)
        where TOperation : struct, IUnaryOperation
    {
        foreach (ref float value in row)
            value *= range;
        UnaryLoop.Run(form, operation, row, row);
    }

    private static ReadOnlySpan<float> FirstHalf(ReadOnlySpan<float> values) => values[..(values.Length / 2)];

    private static ReadOnlySpan<float> SecondHalf(ReadOnlySpan<float> values) => values[(values.Length / 2)..];

    // Without the highest exponent bit, so that no half is infinite or NaN.
    private static ushort[] UpperBits(ReadOnlySpan<float> values)
    {
        ushort[] bits = new ushort[values.Length];
        for (int i = 0; i < bits.Length; i++)
            bits[i] = (ushort)((BitConverter.SingleToUInt32Bits(values[i]) >> 8) & 0xBFFF);
        return bits;
    }

    private static byte[] Bytes(ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)((BitConverter.SingleToUInt32Bits(values[i]) >> 12) & 0xBF);
        return bytes;
    }
}
