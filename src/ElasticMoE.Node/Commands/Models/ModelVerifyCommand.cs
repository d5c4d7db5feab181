using System.CommandLine;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Verification;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Machine;

namespace ElasticMoE.Node.Commands.Models;

/// <summary>`emoe model verify`: compares checkpoints with what the reference implementation computes of them.</summary>
internal static class ModelVerifyCommand
{
    public static Command Create(CommandHost host) =>
        VerifyCommand.Create(host, "Compare models with the reference's logits, routing and continuations.", VerifyCommand.Directories, Verify);

    private static bool Verify(string directory, CommandContext context)
    {
        int threads = ComputeThreads.Count();
        using var pool = new ComputePool(threads);
        using var progress = new LoadProgressLine(context, directory);
        return ModelVerification.Run(directory, new LoadOptions { Threads = threads, Progress = progress }, pool, context.Console.Out.WriteLine);
    }
}
