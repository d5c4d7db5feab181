using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Commands.Admin;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Reports;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe status`: shows a cluster's state, as its supervisor tells it, and its processes on this machine.</summary>
internal sealed class StatusCommand
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(1), s_answer = TimeSpan.FromSeconds(10);

    private readonly AdminOptions _options = new();
    private readonly Option<bool> _nodes = new("-v") { Description = "Show each node too." };
    private readonly Option<bool> _wait = new("--wait-healthy") { Description = "Wait until the cluster is healthy, up to --timeout, and show only that state." };
    private readonly Option<bool> _watch = new("--watch") { Description = "Show it again every second until Ctrl-C." };

    public static void Fill(Command command, CommandHost host)
    {
        var self = new StatusCommand();
        command.Options.Add(self._nodes);
        command.Options.Add(self._watch);
        command.Options.Add(self._wait);
        self._options.AddTo(command);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        if (parsed.GetValue(_wait))
            return WaitHealthy(parsed, context);
        ExitCode exit = Show(parsed, context);
        while (parsed.GetValue(_watch))
        {
            context.Cancelled.WaitHandle.WaitOne(s_between);
            context.Cancelled.ThrowIfCancellationRequested();
            context.Console.Out.WriteLine();
            exit = Show(parsed, context);
        }
        return exit;
    }

    /// <summary>Whoever is about to end a node waits for this: then each of its experts is elsewhere too. Nobody who answers is no reason to give up before the time is over.</summary>
    private ExitCode WaitHealthy(ParseResult parsed, CommandContext context)
    {
        TimeSpan limit = _options.Timeout(parsed);
        long started = context.Clock.GetTimestamp();
        using AdminClient client = _options.Connect(parsed, context);
        string last = "nobody who leads answers";
        while (true)
        {
            try
            {
                JsonObject state = ReadState(client, s_answer);
                if (IsHealthy(state))
                {
                    AdminCommands.Write(context, _options.Output(parsed), JsonSerializer.SerializeToElement(state, AdminClientJson.Default.JsonObject));
                    return ExitCode.Ok;
                }
                last = $"{state["health"]}: {string.Join("; ", state["causes"]!.AsArray())}";
            }
            catch (InputException nobody) when (nobody.Exit is ExitCode.Unreachable or ExitCode.Timeout)
            {
                last = nobody.Message;
            }
            if (context.Clock.GetElapsedTime(started) > limit)
                throw new InputException("cluster", $"isn't healthy after {limit.TotalSeconds:0.#} s: {last}", ExitCode.Timeout);
            client.Pause(s_between);
        }
    }

    private static JsonObject ReadState(AdminClient client, TimeSpan limit)
    {
        JsonObject state;
        do
            state = JsonObject.Create(client.Get($"{AdminTable.Root}/status", [], limit))!;
        while (state["health"]!.GetValue<string>() == "leaderless" && client.TryNext());
        return state;
    }

    private static bool IsHealthy(JsonObject state) => state["health"]!.GetValue<string>() is "healthy" or "working";

    private ExitCode Show(ParseResult parsed, CommandContext context)
    {
        ClusterFolder folder = _options.Folder(parsed);
        OutputFormat format = _options.Output(parsed);
        ExitCode exit = ExitCode.Ok;
        if (_options.NamesServer(parsed))
        {
            exit = ShowState(parsed, context);
            // For programs the state is the whole answer; people on the machine see its processes too.
            if (format != OutputFormat.Table || folder.TryRead() is null)
                return exit;
            context.Console.Out.WriteLine();
        }
        ClusterReport report = Describe(folder);
        OutputWriter.Write(context.Console.Out, format, report, NodeJson.Indented.ClusterReport, r => WriteTable(context.Console.Out, r));
        return report.ParentRuns && report.Members.All(member => member.Pid is not null) ? exit : ExitCode.Unhealthy;
    }

    private ExitCode ShowState(ParseResult parsed, CommandContext context)
    {
        using AdminClient client = _options.Connect(parsed, context);
        JsonObject state = ReadState(client, _options.Timeout(parsed));
        if (parsed.GetValue(_nodes))
            state["nodes"] = JsonArray.Create(client.Get($"{AdminTable.Root}/nodes/get", [], _options.Timeout(parsed)));
        AdminCommands.Write(context, _options.Output(parsed), JsonSerializer.SerializeToElement(state, AdminClientJson.Default.JsonObject));
        return IsHealthy(state) ? ExitCode.Ok : ExitCode.Unhealthy;
    }

    private static ClusterReport Describe(ClusterFolder folder)
    {
        ClusterFile cluster = folder.Read();
        return new ClusterReport
        {
            Folder = folder.Root,
            Model = cluster.Model,
            ParentPid = cluster.Parent?.Pid ?? 0,
            ParentRuns = cluster.Parent is { } parent && Runs(parent),
            Members = [.. cluster.Members.Select(member => new MemberReport(member.ToString(), member.RoleName, member.Number, cluster.AddressOf(member), folder.TryReadRecord(member.FileName) is { } record && Runs(record) ? record.Pid : null))],
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
        output.WriteLine(report.ParentPid == 0 ? "parent  none" : $"parent  process {report.ParentPid}{(report.ParentRuns ? "" : ", which is gone")}");
        foreach (MemberReport member in report.Members)
            output.WriteLine($"{member.Name,-10}  {(member.Pid is { } pid ? $"process {pid}" : "not running")}  {member.Address}");
    }
}
