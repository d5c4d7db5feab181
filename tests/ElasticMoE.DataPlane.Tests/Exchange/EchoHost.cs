using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.DataPlane.Tests.Exchange;

/// <summary>Experts whose output is their input.</summary>
internal sealed class EchoHost(int hiddenSize, int experts) : IExpertHost
{
    public int HiddenSize => hiddenSize;

    public int ExpertsOf(int layer) => experts;

    public void Run(ExpertWork work)
    {
        IExpertOutputs outputs = work.BeginOutputs(hiddenSize);
        for (int row = 0; row < work.Rows; row++)
        {
            for (int slot = 0; slot < work.ExpertsOf(row).Length; slot++)
                outputs.Take(work.FirstPair(row) + slot, work.Input.AsSpan(row * hiddenSize, hiddenSize));
        }
    }
}
