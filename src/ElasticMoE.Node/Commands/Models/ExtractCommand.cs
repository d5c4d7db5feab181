using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Updates;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;

namespace ElasticMoE.Node.Commands.Models;

/// <summary>`emoe model extract`: one expert of a checkpoint as a file of its own, as `emoe experts update` takes it.</summary>
internal sealed class ExtractCommand
{
    private readonly Argument<string> _directory = new("DIR") { Description = "The checkpoint's folder." };
    private readonly Argument<string> _expert = new("EXPERT") { Description = "The expert.", HelpName = "LAYER/EXPERT" };
    private readonly Argument<string> _file = new("FILE") { Description = "The file to write." };

    public static Command Create(CommandHost host)
    {
        var self = new ExtractCommand();
        var command = new Command("extract", "Write one expert's tensors to a file of their own.") { self._directory, self._expert, self._file };
        host.Bind(command, self.Run);
        return command;
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        ExpertId expert = UpdateOption.ExpertOf("EXPERT", parsed.GetRequiredValue(_expert));
        string file = parsed.GetRequiredValue(_file);
        using ModelSource source = ModelSource.Open(parsed.GetRequiredValue(_directory));
        ExpertFile.Write(source, expert, file);
        context.Say($"{file} written");
        return ExitCode.Ok;
    }
}
