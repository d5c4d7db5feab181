using System.CommandLine;
using ElasticMoE.Model.Tokenization.Verification;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe tokenizer`: what can be done with a tokenizer.</summary>
internal static class TokenizerCommand
{
    public static void Fill(Command command, CommandHost host) => command.Subcommands.Add(VerifyCommand.Create(
        host, "Compare tokenizers and their chat templates with the reference's.", VerifyCommand.Directories,
        (directory, context) => TokenizerVerification.Run(directory, context.Console.Out.WriteLine)));
}
