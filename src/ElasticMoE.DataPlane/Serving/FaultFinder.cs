using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Serving;

/// <summary>
/// Finds out whose fault it is that work can't be computed, so that a row with which an expert throws fails its own request and not all that
/// came with it: each pair runs by itself, and where one throws, its expert runs on a row of zeros.
/// </summary>
internal sealed class FaultFinder(IExpertHost host)
{
    private readonly ExpertWork _alone = new() { Input = new float[host.HiddenSize] };

    /// <summary>The row and expert at fault; a row of −1 where it is this process's, for others may do better.</summary>
    /// <param name="work">What threw.</param>
    /// <param name="thrown">By all of it together.</param>
    public FailedPayload Find(ExpertWork work, Exception thrown)
    {
        for (int row = 0; row < work.Rows; row++)
        {
            ReadOnlySpan<float> input = work.Input.AsSpan(row * host.HiddenSize, host.HiddenSize);
            for (int slot = 0; slot < work.ExpertsOf(row).Length; slot++)
            {
                int pair = work.FirstPair(row) + slot;
                if (Throws(work, pair, input) is not { } alone)
                    continue;
                bool isRows = Throws(work, pair, []) is null;
                return new(isRows ? row : -1, work.Experts[pair], new InputException($"layer {work.Layer}, expert {work.Experts[pair]}", alone.Message).Message);
            }
        }
        return new(-1, -1, new InputException($"layer {work.Layer}", thrown.Message).Message);
    }

    private Exception? Throws(ExpertWork work, int pair, ReadOnlySpan<float> input)
    {
        _alone.Begin(work.Layer);
        _alone.AddRow([work.Experts[pair]]);
        _alone.Versions[0] = work.Versions[pair];
        _alone.Input.AsSpan().Clear();
        input.CopyTo(_alone.Input);
        try
        {
            host.Run(_alone);
            return null;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }
}
