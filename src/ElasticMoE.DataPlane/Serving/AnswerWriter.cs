using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Serving;

/// <summary>Outputs of what a host computes, written into the frame that answers while they are in the caches of the threads that make them.</summary>
/// <param name="codec">How outputs travel.</param>
/// <param name="width">Floats of one.</param>
internal sealed class AnswerWriter(IRowCodec codec, int width) : IExpertOutputs
{
    private readonly int _rowBytes = codec.BytesOf(width);
    private FrameBuffer? _frame;

    /// <summary>Begins an answer to work that came on a link.</summary>
    public void Begin(IFrameLink link, int pairs) => _frame = link.Rent(pairs * _rowBytes);

    /// <inheritdoc/>
    public void Take(int pair, ReadOnlySpan<float> output) => codec.Encode(output, _frame!.Payload.Slice(pair * _rowBytes, _rowBytes));

    /// <summary>The answer, whose header is to be written; the caller's from now on.</summary>
    public FrameBuffer End()
    {
        FrameBuffer frame = _frame!;
        _frame = null;
        return frame;
    }

    /// <summary>Gives an answer back that isn't sent.</summary>
    public void Drop()
    {
        _frame?.Dispose();
        _frame = null;
    }
}
