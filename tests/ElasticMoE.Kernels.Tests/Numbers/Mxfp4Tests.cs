using ElasticMoE.Kernels.Numbers;
using ElasticMoE.Kernels.Tests.Vectors;
using ElasticMoE.Testing;

namespace ElasticMoE.Kernels.Tests.Numbers;

public sealed class Mxfp4Tests
{
    [Fact]
    public void LowNibbleComesFirstAndCodesHaveTheirValues()
    {
        byte[] block = [0x10, 0x32, 0x54, 0x76, 0x98, 0xBA, 0xDC, 0xFE, 0, 0, 0, 0, 0, 0, 0, 0];
        float[] values = new float[32];
        Mxfp4.Dequantize(block, [128], values);
        float[] expected = [0f, 1f, 2f, 3f, 4f, 6f, 8f, 12f, -0f, -1f, -2f, -3f, -4f, -6f, -8f, -12f];
        FloatBits.AssertEqual(expected, values.AsSpan(0, 16), "codes");
    }

    [Fact]
    public void ScalesArePowersOfTwoAndTheLastIsNaN()
    {
        byte[] block = [0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        float[] values = new float[32];
        for (int scale = 0; scale < 255; scale++)
        {
            Mxfp4.Dequantize(block, [(byte)scale], values);
            Assert.Equal((float)Math.ScaleB(1, scale - 127), values[0]);
        }
        Mxfp4.Dequantize(block, [255], values);
        Assert.All(values, value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void AllFormsAgree()
    {
        var random = new Random(3);
        for (int count = 0; count <= 64; count++)
        {
            byte[] scales = new byte[count];
            random.NextBytes(scales);
            using var blocks = new GuardedMemory<byte>(count * Mxfp4.BlockBytes);
            random.NextBytes(blocks.Span);
            float[] expected = new float[count * Mxfp4.BlockValues];
            Mxfp4.Dequantize(KernelForm.Scalar, blocks.Span, scales, expected);
            foreach (KernelForm form in (KernelForm[])[KernelForm.Vector256, KernelForm.Vector512])
            {
                using var values = new GuardedMemory<float>(expected.Length);
                Mxfp4.Dequantize(form, blocks.Span, scales, values.Span);
                FloatBits.AssertEqual(expected, values.Span, form.ToString());
            }
        }
    }

    [Fact]
    public void LengthsThatDifferAreRefused() =>
        Assert.Throws<ArgumentException>(() => Mxfp4.Dequantize(new byte[16], new byte[2], new float[64]));
}
