using ElasticMoE.Model.Synthesis;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Loading;

/// <summary>Shows how writing a random-weight model goes.</summary>
internal sealed class SynthesisLine(ProgressLine line, CancellationToken cancelled) : IProgress<SynthesisProgress>
{
    public void Report(SynthesisProgress value)
    {
        cancelled.ThrowIfCancellationRequested();
        line.Report((double)value.BytesDone / value.BytesTotal, $"{Figures.Bytes(value.BytesDone)} of {Figures.Bytes(value.BytesTotal)}");
    }
}
