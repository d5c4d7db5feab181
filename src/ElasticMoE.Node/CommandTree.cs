using System.CommandLine;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Commands;

namespace ElasticMoE.Node;

/// <summary>Every command of `emoe`.</summary>
internal static class CommandTree
{
    public static RootCommand Create(CommandHost host)
    {
        var root = new RootCommand("Serves mixture-of-experts language models.")
        {
            ModelCommand.Create(host),
            TokenizerCommand.Create(host),
            VersionCommand.Create(host),
        };
        root.Options.Add(host.Verbose);
        return root;
    }
}
