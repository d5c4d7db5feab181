using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Serving;

namespace ElasticMoE.Node.Commands;

/// <summary>What `emoe up` says when a cluster serves: who is where, where its data lies, and what to try.</summary>
internal sealed class UpGreeting(ClusterFolder folder, ClusterFile description, ClusterParent parent)
{
    /// <summary>What a command needs to find the cluster; nothing where it is the one that is meant anyway.</summary>
    private string Named => folder.Root == ClusterFolder.Default().Root ? "" : $" --cluster {folder.Root}";

    public void Write(TextWriter output, TimeSpan took)
    {
        output.WriteLine($"{description.Nodes.Count} nodes serve the experts of {description.Model}, ready after {Figures.Duration(took)}");
        foreach (ClusterMember member in description.Members)
            output.WriteLine($"  {member,-12}  process {parent.Process(member).Pid,-7}  {description.AddressOf(member)}");
        output.WriteLine($"Its data lies in {folder.Root}{(description.Supervisors.Count > 0 ? $": {Journal()}, the admin key in {folder.AdminKeyFile}" : "")}");
        if (description.Gateways.Count > 0)
            output.WriteLine($"OpenAI clients use {description.AddressOf(new(ClusterRole.Gateway, 0))}/v1, with the model {ServedModels.NameOf(description.Model)}");
        if (description.Http?.ApiKeys is { } keys)
            output.WriteLine($"Clients need one of the keys in {keys}; commands of emoe take it from EMOE_API_KEY");
        string[] commands = [.. Commands()];
        if (commands.Length > 0)
            output.WriteLine("To try, in another terminal:");
        foreach (string command in commands)
            output.WriteLine($"  {command}");
        output.WriteLine($"Ask it with: emoe generate --cluster{(Named.Length > 0 ? $" {folder.Root}" : "")} --chat \"…\"   End it with Ctrl-C or: emoe down{Named}");
        output.Flush();
    }

    /// <summary>One that the model has: the eighth of its fourth layer, where there is such a one.</summary>
    private string Expert()
    {
        IReadOnlyList<int> experts = ClusterModel.OpenManifest(description, directory: null, threads: 1).ExpertsPerLayer;
        return experts.Count > 3 && experts[3] > 7 ? "3/7" : $"{Enumerable.Range(0, experts.Count).First(layer => experts[layer] > 0)}/0";
    }

    private string Journal() => folder.ReadJournalPlace() is null ? "what was decided in journal-*.db" : "what was decided is in the database";

    private IEnumerable<string> Commands()
    {
        if (description.Gateways.Count > 0)
            yield return $"emoe chat --server {description.AddressOf(new(ClusterRole.Gateway, 0))}";
        if (description.Supervisors.Count > 0)
        {
            yield return $"emoe status -v{Named}";
            yield return description.Nodes.Count > 1 ? $"emoe experts scale {Expert()} --replicas 2 --wait{Named}" : $"emoe experts get{Named}";
        }
        else if (description.Gateways.Count > 0)
        {
            yield return $"emoe status{Named}";
            yield return $"kill -9 {parent.Node(0).Pid}   # a node, in the middle of an answer";
        }
    }
}
