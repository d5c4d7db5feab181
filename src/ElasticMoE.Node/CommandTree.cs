using System.CommandLine;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Commands;

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
        new("model", "Inspect, verify, evaluate and make models.", ModelCommand.Fill),
        new("tokenizer", "Verify tokenizers.", TokenizerCommand.Fill),
        new("template", "Verify chat templates.", TemplateCommand.Fill),
        new("bench", "Measure decode and prefill against what this machine can do.", BenchCommand.Fill),
        new("simulate", "Run histories of a cluster under faults, each from one seed.", SimulateCommand.Fill),
        new("version", "Show the version, the machine and the self-test's hash.", VersionCommand.Fill),
    ];

    public static RootCommand Create(CommandHost host, string[] arguments)
    {
        var root = new RootCommand("Serves mixture-of-experts language models.");
        foreach (CommandEntry entry in Entries)
            root.Subcommands.Add(entry.Create(host, isNamed: arguments.Contains(entry.Name)));
        root.Options.Add(host.Verbose);
        return root;
    }
}
