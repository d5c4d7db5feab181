using System.Numerics;
using System.Runtime.InteropServices;

namespace ElasticMoE.Engine.Sampling;

/// <summary>Passes over a row of logits whose result doesn't depend on the order, and so may use any vector width.</summary>
internal static class FloatScan
{
    private const int ExponentBits = 0x7F800000;

    /// <summary>Whether no element is infinite or not a number.</summary>
    public static bool AllFinite(ReadOnlySpan<float> values)
    {
        var exponent = new Vector<int>(ExponentBits);
        var found = Vector<int>.Zero;
        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<float, Vector<int>>(values);
        foreach (Vector<int> bits in vectors)
            found |= Vector.Equals(bits & exponent, exponent);
        bool finite = found == Vector<int>.Zero;
        foreach (float value in values[(vectors.Length * Vector<int>.Count)..])
            finite &= float.IsFinite(value);
        return finite;
    }

    /// <summary>The largest element of a non-empty row without NaN.</summary>
    public static float Max(ReadOnlySpan<float> values)
    {
        var best = new Vector<float>(values[0]);
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (Vector<float> vector in vectors)
            best = Vector.Max(best, vector);
        float max = best[0];
        for (int lane = 1; lane < Vector<float>.Count; lane++)
            max = MathF.Max(max, best[lane]);
        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
            max = MathF.Max(max, value);
        return max;
    }

    /// <summary>The lowest index that holds the largest element of a non-empty row without NaN.</summary>
    public static int IndexOfMax(ReadOnlySpan<float> values)
    {
        float max = Max(values);
        int index = 0;
        var wanted = new Vector<float>(max);
        while (index + Vector<float>.Count <= values.Length && !Vector.EqualsAny(new Vector<float>(values[index..]), wanted))
            index += Vector<float>.Count;
        while (values[index] != max)
            index++;
        return index;
    }
}
