using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.Node.Rehearsal;

/// <summary>Experts whose output is their input.</summary>
internal sealed class CopyingHost(int hiddenSize, int experts) : IExpertHost
{
    public int HiddenSize => hiddenSize;

    public int ExpertsOf(int layer) => experts;

    public void Run(ExpertWork work)
    {
        IExpertOutputs outputs = work.BeginOutputs(hiddenSize);
        for (int row = 0; row < work.Rows; row++)
        {
            ReadOnlySpan<float> input = work.Input.AsSpan(row * hiddenSize, hiddenSize);
            for (int slot = 0; slot < work.ExpertsOf(row).Length; slot++)
                outputs.Take(work.FirstPair(row) + slot, input);
        }
    }
}
