using System.Text.Json;
using ElasticMoE.Model.Sources;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

/// <summary>`emoe experts prune --dry-run`: what it says of an expert is what other commands and the checkpoint say.</summary>
public sealed class PruneCommandTests(EmoeCache cache) : IClassFixture<EmoeCache>, IDisposable
{
    private static readonly MatrixRole[] s_roles = [MatrixRole.ExpertGate, MatrixRole.ExpertUp, MatrixRole.ExpertDown];

    private readonly TemporaryFolder _folder = new();

    private static string Mini => Repository.PathOf("models/emoe-mini");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Candidates_are_listed_with_what_pruning_them_costs()
    {
        string cases = _folder.PathOf("cases.jsonl");
        File.WriteAllLines(cases, File.ReadLines(Path.Combine(Mini, "eval.jsonl")).Where((_, line) => line % 20 == 0));

        JsonElement report = Json(cache.Run("experts", "prune", "--dry-run", "--model", Mini, "--cases", cases, "--max", "2", "-o", "json"));

        Assert.Equal("cases", report.GetProperty("firingSource").GetString());
        Assert.Equal(Exact(cases), report.GetProperty("exact").GetInt32());
        JsonElement counts = Json(cache.Run("model", "profile", Mini, "--prompts", cases, "--image", _folder.PathOf("x.png"), "-o", "json"));
        JsonElement[] candidates = [.. report.GetProperty("candidates").EnumerateArray()];
        Assert.Equal(2, candidates.Length);
        foreach (JsonElement candidate in candidates)
        {
            string expert = candidate.GetProperty("expert").GetString()!;
            int exact = candidate.GetProperty("exact").GetInt32();
            Assert.Equal(Exact(cases, "--prune", expert), exact);
            Assert.Equal(exact - report.GetProperty("exact").GetInt32(), candidate.GetProperty("exactDifference").GetInt32());
            Assert.Equal(candidate.GetProperty("exactDifference").GetInt32(), candidate.GetProperty("domainDifferences").EnumerateObject().Sum(domain => domain.Value.GetInt32()));
            Assert.Equal(FiringShare(counts, expert), candidate.GetProperty("firingShare").GetDouble(), 1e-12);
            (string nearest, double cosine) = Nearest(expert);
            Assert.Equal(nearest, candidate.GetProperty("similar").GetString());
            Assert.Equal(cosine, candidate.GetProperty("cosine").GetDouble(), 1e-9);
        }
    }

    [Theory]
    [InlineData(2, "emoe: EXPERTS: are missing; --dry-run lists candidates\n", "experts", "prune")]
    [InlineData(2, "emoe: --max: 0 is outside 1…", "experts", "prune", "--dry-run", "--max", "0")]
    [InlineData(2, "emoe: EXPERTS: 'three' is not LAYER/EXPERT\n", "experts", "prune", "three")]
    [InlineData(3, "emoe: nowhere/eval.jsonl: the file does not exist\n", "experts", "prune", "--dry-run", "--model", "nowhere")]
    [InlineData(3, "emoe: expert 0/1: the model has no such expert\n", "generate", "--prune", "0/1", "x")]
    public void What_is_wrong_is_told_in_one_line(int exit, string error, params string[] arguments)
    {
        EmoeResult result = cache.Run(arguments);
        Assert.Equal(exit, result.ExitCode);
        Assert.StartsWith(error, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_keeps_as_many_experts_as_a_row_goes_to()
    {
        string[] pruned = [.. Enumerable.Range(0, 29).SelectMany(index => (string[])["--prune", $"5/{index}"])];
        EmoeResult result = cache.Run(["generate", .. pruned, "x"]);
        Assert.Equal((4, "emoe: layer 5: would have 3 experts left, and every row goes to 4\n"), (result.ExitCode, result.Error));
    }

    private int Exact(string cases, params string[] more)
    {
        EmoeResult result = cache.Run(["model", "eval", Mini, "--cases", cases, "--json", .. more]);
        Assert.Equal(0, result.ExitCode);
        return JsonDocument.Parse(result.Out.TrimEnd().Split('\n')[^1]).RootElement.GetProperty("total").GetProperty("exact").GetInt32();
    }

    private static JsonElement Json(EmoeResult result)
    {
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonDocument.Parse(result.Out).RootElement;
    }

    private static double FiringShare(JsonElement profile, string expert)
    {
        int[] place = [.. expert.Split('/').Select(int.Parse)];
        int layer = profile.GetProperty("layers").EnumerateArray().Select(number => number.GetInt32()).ToList().IndexOf(place[0]);
        long[][] domains = [.. profile.GetProperty("routingCounts").EnumerateObject().Select(domain => domain.Value[layer].EnumerateArray().Select(count => count.GetInt64()).ToArray())];
        return (double)domains.Sum(counts => counts[place[1]]) / domains.Sum(counts => counts.Sum());
    }

    private static (string Expert, double Cosine) Nearest(string expert)
    {
        int[] place = [.. expert.Split('/').Select(int.Parse)];
        using ModelSource source = ModelSource.Open(Mini);
        float[][] weights = [.. Enumerable.Range(0, source.Config.Mixture.Experts).Select(index => s_roles.SelectMany(role => All(source.Matrix(role, place[0], index))).ToArray())];
        double Dot(int one, int other) => weights[one].Zip(weights[other], (a, b) => (double)a * b).Sum();
        int nearest = Enumerable.Range(0, weights.Length).Where(other => other != place[1]).MaxBy(other => Dot(place[1], other) / Math.Sqrt(Dot(other, other)));
        return ($"{place[0]}/{nearest}", Dot(place[1], nearest) / Math.Sqrt(Dot(place[1], place[1]) * Dot(nearest, nearest)));
    }

    private static float[] All(MatrixSource matrix)
    {
        float[] values = new float[matrix.Outputs * matrix.Inputs];
        matrix.ReadRows(0, matrix.Outputs, values);
        return values;
    }
}
