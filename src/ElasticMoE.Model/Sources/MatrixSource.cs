using ElasticMoE.Kernels;

namespace ElasticMoE.Model.Sources;

/// <summary>One matrix [outputs, inputs] of a checkpoint, decoded to f32 on demand. Reading is safe from several threads.</summary>
public sealed class MatrixSource
{
    private const int OutputsAtOnce = 32;

    private readonly TensorPlane _plane;
    private readonly PlaneLayout _layout;

    internal MatrixSource(TensorPlane plane, int outputs, int inputs, PlaneLayout layout)
    {
        _plane = plane;
        _layout = layout;
        Outputs = outputs;
        Inputs = inputs;
    }

    /// <summary>The name of the tensor that holds it, alone or with others.</summary>
    public string Name => _plane.Name;

    /// <summary>Rows of the matrix.</summary>
    public int Outputs { get; }

    /// <summary>Elements of a row.</summary>
    public int Inputs { get; }

    /// <summary>The narrowest format in memory that holds the values exactly.</summary>
    public WeightFormat ExactFormat => _plane.ExactFormat;

    /// <summary>The narrowest format of floats that holds the decoded values.</summary>
    public WeightFormat FloatFormat => ExactFormat == WeightFormat.Bf16 ? WeightFormat.Bf16 : WeightFormat.F32;

    /// <summary>Decodes neighbouring rows; nothing else of the file is touched.</summary>
    /// <param name="firstOutput">The first row.</param>
    /// <param name="count">How many.</param>
    /// <param name="destination">At least count × <see cref="Inputs"/> elements, row-major.</param>
    public void ReadRows(int firstOutput, int count, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstOutput);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstOutput, Outputs - count);
        if (!_layout.InputsOutermost)
        {
            for (int i = 0; i < count; i++)
                _plane.ReadRow(_layout.Start + (firstOutput + i) * _layout.Step, destination.Slice(i * Inputs, Inputs));
            return;
        }
        for (int done = 0; done < count; done += OutputsAtOnce)
        {
            int some = Math.Min(OutputsAtOnce, count - done);
            ReadTransposed(firstOutput + done, destination.Slice(done * Inputs, some * Inputs));
        }
    }

    /// <summary>The blocks of neighbouring rows as they are stored, where <see cref="ExactFormat"/> holds their numbers.</summary>
    internal void ReadStoredRows(int firstOutput, int count, Span<byte> destination)
    {
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> row = _plane.StoredRow(_layout.Start + (firstOutput + i) * _layout.Step);
            row.CopyTo(destination[(i * row.Length)..]);
        }
    }

    private void ReadTransposed(int firstOutput, Span<float> destination)
    {
        int outputs = destination.Length / Inputs;
        Span<float> buffer = stackalloc float[2 * OutputsAtOnce];
        Span<float> part = buffer[..((outputs - 1) * _layout.Step + 1)];
        for (int input = 0; input < Inputs; input++)
        {
            _plane.ReadPart(input, _layout.Start + firstOutput * _layout.Step, part);
            for (int output = 0; output < outputs; output++)
                destination[output * Inputs + input] = part[output * _layout.Step];
        }
    }
}
