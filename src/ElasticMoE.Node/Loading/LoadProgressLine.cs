using ElasticMoE.Model.Packing;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Loading;

/// <summary>Shows how loading a model goes.</summary>
internal sealed class LoadProgressLine(CommandContext context, string label) : IProgress<LoadProgress>, IDisposable
{
    private readonly ProgressLine _line = new(context.Console, context.Clock, label);

    public void Report(LoadProgress value)
    {
        context.Cancelled.ThrowIfCancellationRequested();
        _line.Report(value.Total == 0 ? 1 : (double)value.Done / value.Total, $"{value.Activity}, {Figures.Bytes(value.Done)} of {Figures.Bytes(value.Total)}");
    }

    public void Dispose() => _line.Dispose();
}
