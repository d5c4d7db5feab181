using System.CommandLine;
using ElasticMoE.Model.Tokenization.Verification;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe tokenizer`: what can be done with a tokenizer.</summary>
internal static class TokenizerCommand
{
    public static Command Create(CommandHost host) => new("tokenizer", "Verify tokenizers.")
    {
        VerifyCommand.Create(host, "Compare tokenizers with reference encodings.", VerifyCommand.Directories, VerifyDirectory),
    };

    private static bool VerifyDirectory(string directory, CommandContext context) => TokenizerVerification.Run(directory, context.Console.Out.WriteLine);
}
