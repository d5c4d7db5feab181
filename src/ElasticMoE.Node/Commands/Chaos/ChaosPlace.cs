using ElasticMoE.Contracts;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Chaos.Targets;
using ElasticMoE.Node.Chaos.Targets.Pods;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Serving;

namespace ElasticMoE.Node.Commands.Chaos;

/// <summary>The cluster that a run is about.</summary>
internal sealed class ChaosPlace : IDisposable
{
    private const string UrlVariable = AdminEndpoint.UrlVariable, KeyVariable = "EMOE_ADMIN_KEY_FILE";

    private readonly IDisposable? _api;

    private ChaosPlace(IChaosTarget target, ClusterOperator admin, (Uri Gateway, ModelOptions Model) asked, IDisposable? api = null) =>
        (Target, Admin, Gateway, Model, _api) = (target, admin, asked.Gateway, asked.Model, api);

    /// <summary>Its processes.</summary>
    public IChaosTarget Target { get; }

    public ClusterOperator Admin { get; }

    /// <summary>Where clients ask.</summary>
    public Uri Gateway { get; }

    public ModelOptions Model { get; }

    public int Routers => Count(ClusterRole.Router);

    /// <summary>One that `emoe up` started on this machine.</summary>
    /// <exception cref="InputException">It allows no chaos (exit code: not allowed), or has no routers or supervisor.</exception>
    public static ChaosPlace Local(ClusterFolder folder, CommandContext context)
    {
        ClusterFile cluster = folder.Read();
        if (!cluster.AllowsChaos)
            throw new InputException(folder.Root, "this cluster allows no chaos; one started with 'emoe up --allow-chaos' does", ExitCode.NotAllowed);
        if (cluster.Gateways.Count == 0 || cluster.Supervisors.Count == 0)
            throw new InputException(folder.Root, "chaos needs a cluster with routers and a supervisor", ExitCode.Conflict);
        var gateway = new Uri(cluster.AddressOf(new(ClusterRole.Gateway, 0)));
        return new(new LocalTarget(folder, cluster), new ClusterOperator(folder, context), (gateway, new(cluster.Model, FormatOption.Parse(cluster.Format))));
    }

    /// <summary>One of pods, seen from a pod.</summary>
    /// <param name="gateway">Where clients ask.</param>
    /// <param name="model">Its model, as the single process is to load it.</param>
    /// <param name="context">The running command's.</param>
    /// <exception cref="InputException">This process isn't in a pod, or the environment doesn't name the admin interface.</exception>
    public static ChaosPlace Kubernetes(Uri gateway, ModelOptions model, CommandContext context)
    {
        if (Environment.GetEnvironmentVariable(UrlVariable) is not { Length: > 0 } url || Environment.GetEnvironmentVariable(KeyVariable) is not { Length: > 0 } keyFile)
            throw new InputException("--kubernetes", $"needs {UrlVariable} and {KeyVariable}, which name the admin interface and its key", ExitCode.Usage);
        var api = KubernetesApi.OfPod();
        var admin = new ClusterOperator(() => AdminEndpoint.Read(url, keyFile), context);
        try
        {
            return new(new KubernetesTarget(api, admin), admin, (gateway, model), api);
        }
        catch
        {
            admin.Dispose();
            api.Dispose();
            throw;
        }
    }

    /// <summary>Model and members, in words.</summary>
    public override string ToString() =>
        $"{ServedModels.NameOf(Model.Directory)}{(Model.Format is { } format ? $" in {FormatOption.Name(format)}" : "")} on {Count(ClusterRole.Expert)} nodes, {Routers} routers, {Count(ClusterRole.Supervisor)} supervisor{(Count(ClusterRole.Supervisor) == 1 ? "" : "s")}";

    public void Dispose()
    {
        Admin.Dispose();
        _api?.Dispose();
    }

    private int Count(ClusterRole role) => Target.Members.Count(member => member.Role == role);
}
