using ElasticMoE.Kernels.Rope;
using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Attention;

/// <summary>Cosines and sines of a step's rows, shared by all layers and heads.</summary>
internal sealed class RopeAngles
{
    private readonly RopeConfig _rope;
    private readonly float[] _frequencies;
    private float[] _cosines = [];
    private float[] _sines = [];

    public RopeAngles(RopeConfig rope) => (_rope, _frequencies) = (rope, [.. rope.InverseFrequencies]);

    private int Pairs => _frequencies.Length;

    /// <summary>
    /// Computes the angles of every row: position × frequency rounded to f32, as the reference does, then cosine and sine in double
    /// rounded to f32, then the attention factor.
    /// </summary>
    public void Compute(ReadOnlySpan<int> positions)
    {
        if (_cosines.Length < positions.Length * Pairs)
            (_cosines, _sines) = (new float[positions.Length * Pairs], new float[positions.Length * Pairs]);
        for (int row = 0; row < positions.Length; row++)
        {
            for (int pair = 0; pair < Pairs; pair++)
            {
                float angle = positions[row] * _frequencies[pair];
                _cosines[row * Pairs + pair] = (float)Math.Cos(angle) * _rope.AttentionFactor;
                _sines[row * Pairs + pair] = (float)Math.Sin(angle) * _rope.AttentionFactor;
            }
        }
    }

    /// <summary>Rotates the first elements of a head at the position of a row.</summary>
    public void Rotate(int row, Span<float> head)
    {
        Span<float> rotated = head[..(2 * Pairs)];
        ReadOnlySpan<float> cosines = _cosines.AsSpan(row * Pairs, Pairs);
        ReadOnlySpan<float> sines = _sines.AsSpan(row * Pairs, Pairs);
        if (_rope.Interleaved)
            RopeRotation.ApplyInterleaved(rotated, cosines, sines);
        else
            RopeRotation.ApplyHalf(rotated, cosines, sines);
    }
}
