using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        var host = new CommandHost(CommandConsole.FromProcess());
        return host.Execute(CommandTree.Create(host, arguments), arguments);
    }
}
