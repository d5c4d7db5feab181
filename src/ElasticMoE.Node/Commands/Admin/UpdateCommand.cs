using System.CommandLine;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Model.Updates;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Machine;

namespace ElasticMoE.Node.Commands.Admin;

/// <summary>`emoe experts update`: checks and packs an expert's new weights here, sends them to the supervisor, and has it bring them in.</summary>
internal sealed class UpdateCommand
{
    /// <summary>The row of the admin table that this stands for.</summary>
    public const string Name = "update";

    private static readonly AdminVerb s_verb = AdminTable.Verbs.Single(verb => verb is { Noun: "experts", Name: Name });

    private readonly Argument<string> _expert = new("EXPERT") { Description = "The expert.", HelpName = "LAYER/EXPERT" };
    private readonly Option<string> _from = new("--from") { Description = "A safetensors file that holds the expert's tensors and nothing else.", HelpName = "FILE", Required = true };
    private readonly Option<string?> _limit = new("--limit") { Description = "How long answers under way may keep the old weights; by default as long as the longest allowed request.", HelpName = "TIME" };
    private readonly Option<string?> _model = new("--model") { Description = "The cluster's model, or its manifest; by default where the cluster was started with it.", HelpName = "DIR" };
    private readonly ChangeOptions _change = new();

    public static Command Create(CommandHost host)
    {
        var self = new UpdateCommand();
        var command = new Command(Name, s_verb.Description) { self._expert, self._from, self._limit, self._model };
        self._change.AddTo(command);
        host.Bind(command, self.Run);
        return command;
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        ExpertId expert = UpdateOption.ExpertOf("EXPERT", parsed.GetRequiredValue(_expert));
        ExpertUpdate update = ExpertUpdate.Read(Manifest(parsed), expert, parsed.GetRequiredValue(_from));
        var fields = new JsonObject
        {
            ["expert"] = $"{expert}",
            ["weights"] = new JsonObject { ["digest"] = $"{update.Content.Digest}", ["bytes"] = update.Content.Bytes, ["source"] = update.Source },
        };
        if (parsed.GetValue(_limit) is { } limit)
            fields["limitMs"] = (long)AdminValues.Duration("--limit", limit).TotalMilliseconds;
        return _change.Run(s_verb, fields, parsed, context, (client, time) => client.Put($"{AdminTable.WeightsPath}/{update.Content.Digest}", update.Bytes, time));
    }

    private ModelManifest Manifest(ParseResult parsed)
    {
        string? model = parsed.GetValue(_model);
        return model is not null && _change.Folder(parsed).TryRead() is null
            ? ModelManifest.Open(model)
            : ClusterModel.OpenManifest(_change.Folder(parsed).Read(), model, ComputeThreads.Count());
    }
}
