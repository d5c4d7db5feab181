namespace ElasticMoE.Kernels.Tests.Vectors;

/// <summary>
/// Floats compared bit for bit. All NaNs count as one: IEEE 754 leaves open which operand's payload an operation passes on, and no result
/// with a NaN in it is ever used.
/// </summary>
internal static class FloatBits
{
    public static void AssertEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (Of(expected[i]) != Of(actual[i]))
                Assert.Fail($"{what}: element {i} of {expected.Length} is {actual[i]:R}, defined as {expected[i]:R}");
        }
    }

    public static uint Of(float value) => float.IsNaN(value) ? 0x7FC0_0000 : BitConverter.SingleToUInt32Bits(value);
}
