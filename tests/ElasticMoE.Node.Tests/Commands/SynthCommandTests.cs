using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class SynthCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_shape_is_a_preset_and_what_differs_from_it()
    {
        EmoeResult made = EmoeProcess.Run("model", "synth", _folder.PathOf("m"), "--preset", "tiny-olmoe", "--experts", "5", "--vocabulary", "100", "--seed", "7");
        EmoeResult shown = EmoeProcess.Run("model", "inspect", _folder.PathOf("m"), "-o", "yaml");

        Assert.Equal(0, made.ExitCode);
        Assert.Contains("\nexperts: 5\n", shown.Out, StringComparison.Ordinal);
        Assert.Contains("\nvocabularySize: 100\n", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_preset_is_a_usage_error_that_names_the_others()
    {
        EmoeResult result = EmoeProcess.Run("model", "synth", _folder.PathOf("m"), "--preset", "huge");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("emoe: --preset: 'huge' is none of small-moe, ", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.PathOf("m")));
    }

    [Fact]
    public void A_shape_that_makes_no_model_leaves_nothing_behind()
    {
        EmoeResult result = EmoeProcess.Run("model", "synth", _folder.PathOf("m"), "--preset", "tiny-olmoe", "--experts", "0");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal(1, result.Error.Count(c => c == '\n'));
        Assert.False(Directory.Exists(_folder.PathOf("m")));
    }

    public void Dispose() => _folder.Dispose();
}
