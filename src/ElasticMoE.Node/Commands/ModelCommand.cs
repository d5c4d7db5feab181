using System.CommandLine;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Commands.Models;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe model`: what can be done with a checkpoint.</summary>
internal static class ModelCommand
{
    public static void Fill(Command command, CommandHost host)
    {
        command.Subcommands.Add(InspectCommand.Create(host));
        command.Subcommands.Add(ModelVerifyCommand.Create(host));
        command.Subcommands.Add(EvalCommand.Create(host));
        command.Subcommands.Add(ProfileCommand.Create(host));
        command.Subcommands.Add(BitsCommand.Create(host));
        command.Subcommands.Add(QuantizeCommand.Create(host));
        command.Subcommands.Add(SynthCommand.Create(host));
        command.Subcommands.Add(ManifestCommand.Create(host));
        command.Subcommands.Add(ExportCommand.Create(host));
        command.Subcommands.Add(ExtractCommand.Create(host));
        command.Subcommands.Add(ContinueCommand.Create(host));
    }
}
