using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Machine;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe node`: hosts experts of a cluster until it is asked to end.</summary>
internal sealed class NodeCommand
{
    private readonly Option<int> _id = new("--id") { Description = "The node's number in the cluster.", Required = true, HelpName = "N" };
    private readonly Option<string?> _roles = new("--roles") { Description = "What the process does; this version hosts experts.", HelpName = "expert" };
    private readonly Option<string?> _cluster = ClusterOption.Create();
    private readonly Option<string?> _wire = WireOption.Create("How rows travel; by default as the cluster's description says. Routers that send them otherwise are refused.");
    private readonly Option<bool> _withParent = new("--with-parent") { Description = "End when standard input ends.", Hidden = true };

    public static void Fill(Command command, CommandHost host)
    {
        var self = new NodeCommand();
        self._roles.AcceptOnlyFromAmong("expert");
        Option[] options = [self._id, self._roles, self._cluster, self._wire, self._withParent];
        foreach (Option option in options)
            command.Options.Add(option);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        ClusterFolder folder = ClusterOption.Read(parsed, _cluster);
        ClusterFile cluster = folder.Read();
        if (parsed.GetValue(_wire) is { } wire)
            cluster = cluster with { Wire = wire };
        int nodes = cluster.Nodes.Count, id = parsed.GetValue(_id);
        if ((uint)id >= (uint)nodes)
            throw new InputException("--id", $"{id} is no node of this cluster; they are 0 to {nodes - 1}", ExitCode.Usage);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.Cancelled);
        using NodeHost node = NodeHost.Start(id, folder, cluster, ComputeThreads.Count(), line => context.Say($"emoe: {line}"));
        context.Console.Out.WriteLine("ready");
        context.Console.Out.Flush();
        if (parsed.GetValue(_withParent))
            new Thread(() => EndWithParent(context, ended)) { IsBackground = true, Name = "watches parent" }.Start();
        ended.Token.WaitHandle.WaitOne();
        return ExitCode.Ok;
    }

    private static void EndWithParent(CommandContext context, CancellationTokenSource ended)
    {
        while (context.Console.In.ReadByte() >= 0)
        {
            // What a parent writes has no meaning; only the end has.
        }
        ended.Cancel();
    }
}
