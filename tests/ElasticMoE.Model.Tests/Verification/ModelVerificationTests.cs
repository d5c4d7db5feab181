using ElasticMoE.Contracts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Tests.Forward;
using ElasticMoE.Model.Verification;
using ElasticMoE.Testing;

namespace ElasticMoE.Model.Tests.Verification;

public sealed class ModelVerificationTests
{
    public static TheoryData<string> Names() => [.. GoldenModels.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_reference_checkpoint_computes_what_the_reference_computes(string name)
    {
        using var pool = new ComputePool(2);
        var lines = new List<string>();
        bool holds = ModelVerification.Run(GoldenModels.Folder(name), GoldenModels.Options(), pool, lines.Add);
        Assert.True(holds, string.Join('\n', lines));
    }

    [Fact]
    public void The_default_model_computes_what_the_reference_computes()
    {
        using var pool = new ComputePool(2);
        var lines = new List<string>();
        Assert.True(ModelVerification.Run(Path.Combine(Repository.Root, "models", "emoe-mini"), GoldenModels.Options(), pool, lines.Add), string.Join('\n', lines));
    }

    [Fact]
    public void A_format_of_less_precision_is_told_from_the_reference()
    {
        using var pool = new ComputePool(1);
        var lines = new List<string>();
        Assert.False(ModelVerification.Run(GoldenModels.Folder("olmoe"), GoldenModels.Options(Kernels.WeightFormat.Q8), pool, lines.Add));
        Assert.Contains("FAILED", lines[0]);
    }

    [Fact]
    public void A_folder_without_reference_is_refused_by_name()
    {
        using var pool = new ComputePool(1);
        var e = Assert.Throws<InputException>(() => ModelVerification.Run(Path.GetTempPath(), GoldenModels.Options(), pool, _ => { }));
        Assert.Contains("golden.safetensors", e.Message);
    }
}
