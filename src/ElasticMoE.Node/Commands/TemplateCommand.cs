using System.CommandLine;
using ElasticMoE.Model.Templates;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe template`: what can be done with chat templates.</summary>
internal static class TemplateCommand
{
    public static void Fill(Command command, CommandHost host) => command.Subcommands.Add(VerifyCommand.Create(
        host, "Compare renderings with the reference's.", VerifyCommand.Files, (file, context) => TemplateVerification.Run(file, context.Console.Out.WriteLine)));
}
