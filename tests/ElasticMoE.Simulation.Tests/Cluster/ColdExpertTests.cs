using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Simulation.Cluster;
using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Requests;
using ElasticMoE.Simulation.StandIn;

namespace ElasticMoE.Simulation.Tests.Cluster;

public sealed class ColdExpertTests
{
    private const int Experts = 64, Layers = 2, Active = 2, Outputs = 12, Nodes = 3;
    private const long LoadUs = 2_000_000;

    [Fact]
    public void ALoadOfTwoSecondsDelaysOnlyTheStreamsThatNeedTheExpert()
    {
        var model = new StandInModel(Layers, Experts, Active);
        var scene = new Scene(7, model, PlantedBug.None, isRecording: false);
        for (int node = 0; node < Nodes; node++)
            scene.Nodes.Add(new(scene, node));
        scene.Routers.Add(new(scene, 0));
        scene.Gateways.Add(new(scene, 0));
        scene.Requests.Servers = [.. scene.Gateways];
        scene.Maps.Publish(scene.Maps.Draw(scene.Random.Fork(), (Layers, Experts), Nodes));
        foreach (SimulatedNode node in scene.Nodes)
        {
            node.Start();
            scene.Maps.Add(node);
        }
        scene.Routers[0].Start();
        scene.Maps.Add(scene.Routers[0]);
        scene.Gateways[0].Start();
        scene.World.Run(100_000, () => false);

        // The node that is to hold it has it after two seconds; those that have it give it up.
        ExpertPlacement placement = scene.Maps.Current.Placements.First(placement => Without(placement).Length > 0);
        (ExpertId cold, NodeId holder) = (placement.Expert, Without(placement)[0]);
        scene.Maps.Publish(scene.Maps.MovedTo(cold, holder), late: scene.Nodes[holder.Value], LoadUs);
        scene.World.Run(200_000, () => false);
        for (int number = 0; number < 10; number++)
        {
            int[] prompt = [number + 1, 17];
            scene.Requests.Add(new(number, prompt, Outputs, revision => scene.Reference(prompt, Outputs, revision)), scene.World.NowUs);
        }
        SimulatedRequest[] needing = [.. scene.Requests.Requests.Where(request => Needs(model, request, cold))];
        Assert.InRange(needing.Length, 1, 6);

        scene.World.Run(LoadUs, () => false);
        Assert.Null(scene.World.Violation);
        Assert.All(scene.Requests.Requests.Except(needing), request => Assert.Equal(Outputs, request.Accepted));
        Assert.All(needing, request => Assert.False(request.IsOver));
        Assert.True(scene.World.Run(2 * LoadUs, () => scene.Requests.IsOver), scene.World.Violation);
    }

    private static NodeId[] Without(ExpertPlacement placement) =>
        [.. Enumerable.Range(0, Nodes).Select(node => new NodeId(node)).Except([.. placement.Awake, .. placement.Standbys])];

    private static bool Needs(StandInModel model, SimulatedRequest request, ExpertId expert)
    {
        int[] chosen = new int[Active];
        return request.ReferenceOf(default).Dispatched.Any(row =>
        {
            model.Gate(row.Row, row.Layer, chosen);
            return row.Layer == expert.Layer && chosen.Contains(expert.Index);
        });
    }
}
