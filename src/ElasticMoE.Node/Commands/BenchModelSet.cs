using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Kernels;
using ElasticMoE.Model.Packing;
using ElasticMoE.Model.Synthesis;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Commands;

/// <summary>Which model a measurement is about: a folder's, or one of random weights that is made the first time.</summary>
internal sealed class BenchModelSet
{
    private readonly Argument<string?> _directory = new("DIR") { Arity = ArgumentArity.ZeroOrOne, Description = "The checkpoint's folder; without it, a model of random weights is made." };
    private readonly Option<string> _preset = new("--preset") { DefaultValueFactory = _ => SynthPresets.SmallMoe, Description = "The shape of that model." };
    private readonly Option<string?> _format = FormatOption.Create();

    /// <param name="command">Gets the arguments.</param>
    /// <param name="hasFormat">Whether it measures one format, q8 for a model of random weights where none is given.</param>
    public void AddTo(Command command, bool hasFormat = true)
    {
        command.Add(_directory);
        command.Add(_preset);
        if (hasFormat)
            command.Add(_format);
    }

    /// <summary>The model's folder.</summary>
    public string ReadFolder(ParseResult parsed, CommandContext context) => parsed.GetValue(_directory) ?? Synthesize(parsed.GetValue(_preset)!, context);

    /// <summary>The model's folder and the format of its large matrices.</summary>
    public ModelOptions Read(ParseResult parsed, CommandContext context)
    {
        WeightFormat? format = parsed.GetValue(_directory) is null && parsed.GetValue(_format) is null ? WeightFormat.Q8 : FormatOption.Read(parsed, _format);
        return new(ReadFolder(parsed, context), format);
    }

    /// <summary>The preset's model in the cache folder, made the first time.</summary>
    private static string Synthesize(string preset, CommandContext context)
    {
        SynthShape shape = SynthPresets.Find(preset)
            ?? throw new InputException(preset, $"is no preset; there are {string.Join(", ", SynthPresets.Names)}", ExitCode.NotFound);
        string folder = Path.Combine(CacheFolder.Default(), "synth", preset);
        if (Directory.Exists(folder))
            return folder;
        using var line = new ProgressLine(context.Console, context.Clock, $"making {preset}");
        ModelSynthesizer.Write(folder, shape, new SynthOptions { Progress = new SynthesisLine(line, context.Cancelled) });
        return folder;
    }
}
