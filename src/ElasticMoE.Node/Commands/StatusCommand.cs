using System.CommandLine;
using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Reports;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe status`: shows a cluster's processes.</summary>
internal sealed class StatusCommand
{
    private readonly Option<string?> _cluster = ClusterOption.Create();
    private readonly Option<string> _output = OutputOption.Create();

    public static void Fill(Command command, CommandHost host)
    {
        var self = new StatusCommand();
        command.Options.Add(self._cluster);
        command.Options.Add(self._output);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        ClusterReport report = Describe(ClusterOption.Read(parsed, _cluster));
        OutputWriter.Write(context.Console.Out, OutputOption.Read(parsed, _output), report, NodeJson.Indented.ClusterReport, r => WriteTable(context.Console.Out, r));
        return report.ParentRuns && report.Nodes.All(node => node.Pid is not null) ? ExitCode.Ok : ExitCode.Unhealthy;
    }

    private static ClusterReport Describe(ClusterFolder folder)
    {
        ClusterFile cluster = folder.Read();
        return new ClusterReport
        {
            Folder = folder.Root,
            Model = cluster.Model,
            ParentPid = cluster.Parent.Pid,
            ParentRuns = Runs(cluster.Parent),
            Nodes = [.. cluster.Nodes.Select((address, number) => new NodeReport(number, address, folder.TryReadRecord($"node-{number}") is { } record && Runs(record) ? record.Pid : null))],
        };
    }

    private static bool Runs(ProcessRecord record)
    {
        using Process? process = record.TryOpen();
        return process is not null;
    }

    private static void WriteTable(TextWriter output, ClusterReport report)
    {
        output.WriteLine($"model   {report.Model}");
        output.WriteLine($"parent  process {report.ParentPid}{(report.ParentRuns ? "" : ", which is gone")}");
        foreach (NodeReport node in report.Nodes)
            output.WriteLine($"node {node.Number}  {(node.Pid is { } pid ? $"process {pid}" : "not running")}  {node.Address}");
    }
}
