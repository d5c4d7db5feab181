using System.Runtime.Intrinsics;
using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Tests.Vectors;

namespace ElasticMoE.Kernels.Tests.MatMul;

public sealed class ScaleWideningTests
{
    [Fact]
    public void EveryHalfWidensExactly()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            uint expected = FloatBits.Of((float)BitConverter.UInt16BitsToHalf((ushort)bits));
            Assert.Equal(expected, FloatBits.Of(ScaleWidening.Widen(Vector128.Create((ushort)bits)).GetElement(7)));
            Assert.Equal(expected, FloatBits.Of(ScaleWidening.Widen(Vector256.Create((ushort)bits)).GetElement(15)));
        }
    }
}
