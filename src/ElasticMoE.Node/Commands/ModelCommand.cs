using System.CommandLine;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Commands.Models;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe model`: what can be done with a checkpoint.</summary>
internal static class ModelCommand
{
    public static Command Create(CommandHost host) => new("model", "Inspect, verify, evaluate and make models.")
    {
        InspectCommand.Create(host),
        ModelVerifyCommand.Create(host),
        BitsCommand.Create(host),
    };
}
