using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ElasticMoE.EndToEnd.Processes;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.Deployments;

/// <summary>Every pod of k8s/base as a plain process, with the arguments and the environment that the manifests have.</summary>
internal sealed class DeployedCluster : IDisposable
{
    private static readonly string[] s_files = ["node.yaml", "router.yaml", "gateway.yaml", "supervisor.yaml"];

    private readonly TemporaryFolder _folder = new();
    private readonly PodPlace _place;
    private readonly Dictionary<(string Pod, int Port), int> _ports = [];
    private readonly List<Pod> _pods = [];
    private readonly PodManifest[] _workloads;

    /// <summary>Starts all pods at once, in no order.</summary>
    /// <param name="journal">The database.</param>
    /// <param name="cache">Packed weights of the model, which pods share here as they would share a volume.</param>
    public DeployedCluster(string journal, string cache)
    {
        _workloads = [.. s_files.Select(file => PodManifest.Read(Repository.PathOf("k8s", "base", file)))];
        (PodManifest Workload, string Name)[] pods = [.. _workloads.SelectMany(workload => Enumerable.Range(0, workload.Replicas).Select(number => (workload, $"emoe-{workload.Role}-{number}")))];
        (string Pod, int Port)[] listened = [.. pods.SelectMany(pod => pod.Workload.Ports.Values.Select(port => (pod.Name, port)))];
        foreach (((string Pod, int Port) one, string address) in listened.Zip(LoopbackPorts.Choose(listened.Length)))
            _ports[one] = int.Parse(address.Split(':')[^1]);
        _place = new PodPlace(_folder.Root, _ports);
        WriteVolumes();
        var given = new Dictionary<string, string> { ["EMOE_JOURNAL"] = journal, ["EMOE_CACHE"] = cache, ["ZONE"] = "" };
        try
        {
            foreach ((PodManifest workload, string name) in pods)
                _pods.Add(new Pod(name, workload, _place, Url(name, "probe"), new Dictionary<string, string>(given) { ["NODE_NAME"] = $"machine-of-{name}" }));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<Pod> Pods => _pods;

    public Uri Gateway(int number) => Url($"emoe-gateway-{number}", "http");

    public Pod Pod(string name) => _pods.Single(pod => pod.Name == name);

    public IEnumerable<Pod> Of(string role) => _pods.Where(pod => pod.Name.StartsWith($"emoe-{role}-", StringComparison.Ordinal));

    public Task ReadyAsync() => Task.WhenAll(_pods.Select(pod => pod.ReadyAsync()));

    public void Dispose()
    {
        foreach (Pod pod in _pods)
            pod.Dispose();
        _folder.Dispose();
    }

    private Uri Url(string pod, string port) =>
        new($"http://127.0.0.1:{_ports[(pod, _workloads.Single(workload => pod.StartsWith($"emoe-{workload.Role}-", StringComparison.Ordinal)).Ports[port])]}");

    /// <summary>The description is the manifests', with addresses and the model as they are here.</summary>
    private void WriteVolumes()
    {
        string described = PodPlace.Named.Replace(File.ReadAllText(Repository.PathOf("k8s", "base", "cluster.json")), match => $"127.0.0.1:{_ports[(match.Groups[1].Value, int.Parse(match.Groups[2].Value))]}");
        JsonObject cluster = JsonNode.Parse(described)!.AsObject();
        Assert.Equal("emoe-mini", Path.GetFileName((string)cluster["model"]!));
        cluster["model"] = MiniModel.Directory;
        File.WriteAllText(Path.Combine(_place.FolderOf("", "cluster"), "cluster.json"), cluster.ToJsonString());
        foreach (string key in (string[])["secret", "admin-key"])
            File.WriteAllText(Path.Combine(_place.FolderOf("", "keys"), key), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
    }
}
