using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Synthesis;

namespace ElasticMoE.Node.Commands.Models;

/// <summary>The options of `emoe model synth` that make a shape: a preset, and what differs from it.</summary>
internal sealed class ShapeOptions
{
    private readonly Option<string> _preset = new("--preset")
    {
        Description = "The shape to start from: small-moe, olmoe-1b-7b, or tiny- and a family's name.",
        HelpName = "NAME",
        DefaultValueFactory = _ => SynthPresets.SmallMoe,
    };

    private readonly Option<string?> _family = new("--family") { Description = "The architecture, as model_type names it.", HelpName = "NAME" };
    private readonly Option<int?> _hidden = Number("--hidden", "Elements of a row between layers.");
    private readonly Option<int?> _layers = Number("--layers", "Layers, dense ones included.");
    private readonly Option<int?> _experts = Number("--experts", "Routed experts of a layer.");
    private readonly Option<int?> _active = Number("--active", "Experts each row goes to.");
    private readonly Option<int?> _expertWidth = Number("--expert-width", "Intermediate width of an expert.");
    private readonly Option<int?> _heads = Number("--heads", "Query heads.");
    private readonly Option<int?> _kvHeads = Number("--kv-heads", "Key and value heads.");
    private readonly Option<int?> _vocabulary = Number("--vocabulary", "Rows of the embedding.");
    private readonly Option<int?> _denseLayers = Number("--dense-layers", "Dense layers before the first mixture.");
    private readonly Option<int?> _sharedExperts = Number("--shared-experts", "Shared experts.");
    private readonly Option<int?> _positions = Number("--positions", "Positions the model is made for.");

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _preset, _family, _hidden, _layers, _experts, _active, _expertWidth, _heads, _kvHeads, _vocabulary, _denseLayers, _sharedExperts, _positions,
        ];
        foreach (Option option in options)
            command.Options.Add(option);
    }

    /// <exception cref="InputException">There is no such preset.</exception>
    public SynthShape Read(ParseResult parsed)
    {
        string preset = parsed.GetRequiredValue(_preset);
        SynthShape shape = SynthPresets.Find(preset)
            ?? throw new InputException("--preset", $"'{preset}' is none of {string.Join(", ", SynthPresets.Names)}", ExitCode.Usage);
        return shape with
        {
            ModelType = parsed.GetValue(_family) ?? shape.ModelType,
            HiddenSize = parsed.GetValue(_hidden) ?? shape.HiddenSize,
            Layers = parsed.GetValue(_layers) ?? shape.Layers,
            Experts = parsed.GetValue(_experts) ?? shape.Experts,
            ActiveExperts = parsed.GetValue(_active) ?? shape.ActiveExperts,
            ExpertWidth = parsed.GetValue(_expertWidth) ?? shape.ExpertWidth,
            Heads = parsed.GetValue(_heads) ?? shape.Heads,
            KvHeads = parsed.GetValue(_kvHeads) ?? shape.KvHeads,
            Vocabulary = parsed.GetValue(_vocabulary) ?? shape.Vocabulary,
            DenseLayers = parsed.GetValue(_denseLayers) ?? shape.DenseLayers,
            SharedExperts = parsed.GetValue(_sharedExperts) ?? shape.SharedExperts,
            MaxPositions = parsed.GetValue(_positions) ?? shape.MaxPositions,
        };
    }

    private static Option<int?> Number(string name, string description) => new(name) { Description = description, HelpName = "N" };
}
