using ElasticMoE.Kernels.Rope;
using ElasticMoE.Kernels.Tests.Vectors;
using ElasticMoE.Testing;

namespace ElasticMoE.Kernels.Tests.Rope;

public sealed class RopeRotationTests
{
    [Fact]
    public void HalfFormsAgree() =>
        FormsAgree.ForEveryLength((form, sines, data) => RopeRotation.ApplyHalf(form, data, CosinesFor(sines), sines), dataPerWeight: 2);

    [Fact]
    public void InterleavedFormsAgree() =>
        FormsAgree.ForEveryLength(
            (form, sines, data) => RopeRotation.ApplyInterleaved(form, data, CosinesFor(sines), sines), dataPerWeight: 2);

    [Fact]
    public void BothLayoutsRotateTheSamePairsAlike()
    {
        const int Pairs = 37;
        var floats = new SeededFloats(4);
        float[] half = floats.Take(2 * Pairs);
        float[] cos = floats.Take(Pairs);
        float[] sin = floats.Take(Pairs);
        float[] interleaved = new float[2 * Pairs];
        for (int i = 0; i < Pairs; i++)
            (interleaved[2 * i], interleaved[(2 * i) + 1]) = (half[i], half[i + Pairs]);
        RopeRotation.ApplyHalf(half, cos, sin);
        RopeRotation.ApplyInterleaved(interleaved, cos, sin);
        for (int i = 0; i < Pairs; i++)
            Assert.Equal((half[i], half[i + Pairs]), (interleaved[2 * i], interleaved[(2 * i) + 1]));
    }

    [Fact]
    public void AQuarterTurnExchangesThePair()
    {
        float[] x = [3f, 5f];
        RopeRotation.ApplyHalf(x, [0f], [1f]);
        Assert.Equal([-5f, 3f], x);
    }

    [Fact]
    public void LengthsThatDifferAreRefused() =>
        Assert.Throws<ArgumentException>(() => RopeRotation.ApplyHalf(new float[6], new float[3], new float[2]));

    // A table that differs from the sines.
    private static ReadOnlySpan<float> CosinesFor(ReadOnlySpan<float> sines)
    {
        float[] cosines = sines.ToArray();
        Array.Reverse(cosines);
        return cosines;
    }
}
