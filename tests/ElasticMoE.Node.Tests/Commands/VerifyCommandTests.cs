using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Commands;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Models_that_equal_the_reference_pass()
    {
        EmoeResult result = Run("model", "verify", Golden("models/qwen2_moe"), Golden("models/gpt_oss_mxfp4"));

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(2, result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_model_that_differs_fails_and_the_others_are_checked_all_the_same()
    {
        string changed = _folder.Copy(Golden("models/qwen2_moe"));
        File.Copy(Golden("models/olmoe/golden.safetensors"), Path.Combine(changed, "golden.safetensors"), overwrite: true);

        EmoeResult result = Run("model", "verify", changed, Golden("models/qwen2_moe"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("FAILED", result.Out.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("qwen2_moe: ok", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tokenizer_s_differences_fail()
    {
        string tokenizer = _folder.Copy(Golden("tokenizers/gpt2_style"));
        Assert.Equal(0, Run("tokenizer", "verify", tokenizer).ExitCode);
        string cases = Path.Combine(tokenizer, "cases.json");
        File.WriteAllText(cases, """[{"text":"ab","ids":[1],"ids_special":[1],"decoded":"never"}]""");

        EmoeResult result = Run("tokenizer", "verify", tokenizer);

        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public void A_missing_folder_is_named_and_not_found()
    {
        EmoeResult result = Run("model", "verify", "/nonexistent");

        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith("emoe: /nonexistent/", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Golden(string name) => Repository.PathOf("tests/golden", name);

    private EmoeResult Run(params string[] arguments) =>
        EmoeProcess.Run(new EmoeInput { Environment = new Dictionary<string, string> { ["EMOE_CACHE"] = _folder.PathOf("cache"), ["EMOE_THREADS"] = "1" } }, arguments);
}
