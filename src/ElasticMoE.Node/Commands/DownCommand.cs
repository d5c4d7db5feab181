using System.CommandLine;
using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe down`: ends the cluster that `emoe up` started.</summary>
internal sealed class DownCommand
{
    /// <summary>What a cluster takes to end beside the time that answers under way have.</summary>
    private static readonly TimeSpan s_beside = TimeSpan.FromSeconds(15);

    private readonly Option<string?> _cluster = ClusterOption.Create();

    public static void Fill(Command command, CommandHost host)
    {
        var self = new DownCommand();
        command.Options.Add(self._cluster);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        ClusterFolder folder = ClusterOption.Read(parsed, _cluster);
        ClusterFile cluster = folder.Read();
        using Process? parent = cluster.Parent?.TryOpen();
        if (parent is null)
        {
            using IDisposable folderLock = folder.Lock();
            ClusterParent.EndLeftovers(folder, context.Say);
            folder.Close();
            context.Console.Out.WriteLine("the cluster's parent was gone; what it left is ended");
            return ExitCode.Ok;
        }
        ProcessSignal.Terminate(parent);
        TimeSpan limit = cluster.Grace + s_beside;
        if (!parent.WaitForExit(limit))
            throw new InputException($"process {parent.Id}", $"doesn't end within {limit.TotalSeconds:0} s", ExitCode.Timeout);
        context.Console.Out.WriteLine("the cluster is down");
        return ExitCode.Ok;
    }
}
