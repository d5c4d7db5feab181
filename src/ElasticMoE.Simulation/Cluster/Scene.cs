using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Network;
using ElasticMoE.Simulation.Requests;
using ElasticMoE.Simulation.StandIn;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>What the processes of one history share.</summary>
internal sealed class Scene
{
    public Scene(ulong seed, StandInModel model, PlantedBug bug, bool isRecording)
    {
        var random = new SeededRandom(seed);
        (Model, Bug, World, Random) = (model, bug, new World(isRecording), random.Fork());
        Network = new(World, random.Fork());
        Requests = new(World, random.Fork());
        Maps = new(World, random.Fork());
        Faults = random.Fork();
    }

    public StandInModel Model { get; }

    public PlantedBug Bug { get; }

    public World World { get; }

    /// <summary>For processes; what faults draw is apart, so that a history without some of its faults is otherwise alike.</summary>
    public SeededRandom Random { get; }

    public SeededRandom Faults { get; }

    public SimulatedNetwork Network { get; }

    public RequestBook Requests { get; }

    public PoisonRows Poison { get; } = new();

    public MapBoard Maps { get; }

    public List<SimulatedNode> Nodes { get; } = [];

    public List<SimulatedRouter> Routers { get; } = [];

    public List<SimulatedGateway> Gateways { get; } = [];

    /// <summary>What one process alone says to a prompt, with the experts of a revision.</summary>
    public ReferenceRun Reference(IReadOnlyList<int> prompt, int outputs, Revision revision) => new(Model, prompt, outputs, Maps.Revisions.First(known => known.Revision == revision));
}
