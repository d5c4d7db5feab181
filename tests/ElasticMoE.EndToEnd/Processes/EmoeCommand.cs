using ElasticMoE.Node;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>The command line, run in this process: what a cluster answers is the same, and no program has to start.</summary>
internal static class EmoeCommand
{
    /// <summary>Runs a command about the cluster in a folder.</summary>
    /// <returns>Its exit code, and what it wrote; where it failed, why.</returns>
    public static (int Exit, string Text) Run(string folder, params string[] arguments)
    {
        string[] all = [.. arguments, "--cluster", folder];
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        var host = new CommandHost(new CommandConsole { Out = output, Error = error, In = Stream.Null });
        int exit = host.Execute(CommandTree.Create(host, all), all);
        return (exit, exit == 0 ? output.ToString() : error.ToString());
    }
}
