using ElasticMoE.Testing;

namespace ElasticMoE.Kernels.Tests.Vectors;

/// <summary>Every vector form gives the scalar form's bits, for every length 0 to 256, in memory with closed pages at its ends.</summary>
internal static class FormsAgree
{
    private const int LengthMax = 256;

    /// <param name="dataPerWeight">Data elements for each weight; lengths are multiples of it.</param>
    public static void ForEveryLength(FormRunner run, int dataPerWeight = 1)
    {
        for (int length = 0; length <= LengthMax; length += dataPerWeight)
        {
            foreach (FloatKinds kinds in (FloatKinds[])[FloatKinds.Ordinary, FloatKinds.Finite, FloatKinds.Finite | FloatKinds.NotFinite])
            {
                var floats = new SeededFloats((length * 16) + (int)kinds);
                ForInputs(run, floats.Take(length / dataPerWeight, kinds), floats.Take(length, kinds));
            }
        }
    }

    public static void ForInputs(FormRunner run, float[] weights, float[] data)
    {
        float[] expected = [.. data];
        run(KernelForm.Scalar, weights, expected);
        foreach (GuardSide side in Enum.GetValues<GuardSide>())
        {
            using GuardedMemory<float> guardedWeights = GuardedMemory<float>.CopyOf(weights, side);
            foreach (KernelForm form in (KernelForm[])[KernelForm.Scalar, KernelForm.Vector256, KernelForm.Vector512])
            {
                using GuardedMemory<float> guarded = GuardedMemory<float>.CopyOf(data, side);
                run(form, guardedWeights.Span, guarded.Span);
                FloatBits.AssertEqual(expected, guarded.Span, $"{form} over {data.Length}, guard at {side}");
            }
        }
    }
}
