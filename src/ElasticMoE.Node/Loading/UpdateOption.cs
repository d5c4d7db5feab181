using System.CommandLine;
using System.Globalization;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Model.Updates;

namespace ElasticMoE.Node.Loading;

/// <summary>The option `--update L/E=FILE`: an expert with other weights, as `emoe experts update` gives it to a cluster.</summary>
internal static class UpdateOption
{
    public static Option<string[]> Create() => new("--update")
    {
        Description = "Run an expert with the weights of a safetensors file instead of the checkpoint's; may be given more than once.",
        HelpName = "LAYER/EXPERT=FILE",
    };

    public static IReadOnlyList<(ExpertId Expert, string File)> Read(ParseResult parsed, Option<string[]> option) => [.. (parsed.GetValue(option) ?? []).Select(Parse)];

    /// <summary>The model's revisions with these updates, one after the other, and at last without the pruned experts; null where there are none.</summary>
    public static ModelRevisions? Apply(ModelOptions options, LanguageModel model)
    {
        if (options.Updates.Count == 0 && options.Pruned.Count == 0)
            return null;
        var revisions = new ModelRevisions(model);
        try
        {
            ModelManifest? manifest = null;
            foreach ((ExpertId expert, string file) in options.Updates)
                revisions.Update(ExpertUpdate.Read(manifest ??= ModelManifest.Open(options.Directory, new LoadOptions { Format = options.Format }), expert, file));
            if (options.Pruned.Count > 0)
                revisions.Prune(options.Pruned);
            return revisions;
        }
        catch
        {
            revisions.Dispose();
            throw;
        }
    }

    /// <summary>LAYER/EXPERT.</summary>
    /// <exception cref="InputException">It is none (exit code: usage).</exception>
    public static ExpertId ExpertOf(string subject, string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int layer)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? new(layer, index)
            : throw new InputException(subject, $"'{text}' is not LAYER/EXPERT", ExitCode.Usage);
    }

    private static (ExpertId Expert, string File) Parse(string text)
    {
        string[] parts = text.Split('=', 2);
        return parts.Length == 2 && parts[1].Length > 0
            ? (ExpertOf("--update", parts[0]), parts[1])
            : throw new InputException("--update", $"'{text}' is not LAYER/EXPERT=FILE", ExitCode.Usage);
    }
}
