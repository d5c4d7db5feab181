using System.CommandLine;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Commands;
using ElasticMoE.Node.Commands.Admin;
using ElasticMoE.Node.Commands.Chaos;

namespace ElasticMoE.Node;

/// <summary>Every command of `emoe`. Only those that the arguments name are filled in, which keeps the start short.</summary>
internal static class CommandTree
{
    private static readonly CommandEntry[] Entries =
    [
        new("demo", "Answer a prompt of each domain and show what happens inside.", DemoCommand.Fill),
        new("generate", "Continue a text, or answer one message.", GenerateCommand.Fill),
        new("chat", "Talk with a model.", ChatCommand.Fill),
        new("serve", "Serve a model over HTTP, for clients of the OpenAI interface.", ServeCommand.Fill),
        new("up", "Start a cluster on this machine and watch over it.", UpCommand.Fill),
        new("down", "End the cluster that 'emoe up' started.", DownCommand.Fill),
        new("status", "Show the cluster's processes.", StatusCommand.Fill),
        new("node", "Host experts of a cluster.", NodeCommand.Fill),
        new("probe", "Ask a process whether it lives, is ready, or what it counts.", ProbeCommand.Fill),
        new("nodes", "See a cluster's nodes, and cordon or drain them.", AdminCommands.Fill),
        new("experts", "See, scale, move, pin and update experts.", AdminCommands.Fill),
        new("placement", "See where replicas are wanted, plan and undo; verify and measure the planner.", PlacementCommand.Fill),
        new("autoscale", "See and set what the autoscaler does.", AdminCommands.Fill),
        new("teams", "Name sets of experts.", AdminCommands.Fill),
        new("operations", "See what is under way.", AdminCommands.Fill),
        new("events", "Show what was decided.", EventsCommand.Fill),
        new("wait", "Wait for an operation's end.", WaitCommand.Fill),
        new("completion", "Write a shell's completion script.", CompletionCommand.Fill),
        new("model", "Inspect, verify, evaluate and make models.", ModelCommand.Fill),
        new("tokenizer", "Verify tokenizers.", TokenizerCommand.Fill),
        new("template", "Verify chat templates.", TemplateCommand.Fill),
        new("bench", "Measure decode and prefill against what this machine can do.", BenchCommand.Fill),
        new("simulate", "Run histories of a cluster under faults, each from one seed.", SimulateCommand.Fill),
        new("chaos", "Cause faults in a cluster that allows it, and see what its clients see.", ChaosCommand.Fill),
        new("version", "Show the version, the machine and the self-test's hash.", VersionCommand.Fill),
    ];

    public static RootCommand Create(CommandHost host, string[] arguments)
    {
        var root = new RootCommand("Serves mixture-of-experts language models.");
        bool completes = arguments is [['[', 's', 'u', 'g', ..], ..];
        foreach (CommandEntry entry in Entries)
            root.Subcommands.Add(entry.Create(host, isNamed: completes || arguments.Contains(entry.Name)));
        root.Options.Add(host.Verbose);
        return root;
    }
}
